package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiChatOptions.StreamOptions;

/**
 * Puts calls into Spring AI's words. Parameters pass as they are, by their OpenAI names: Spring AI's typed options
 * would lose a JSON schema's name and strictness and know only some of them.
 */
final class ChatPrompts {

    /** What the call itself decides. */
    private static final Set<String> DECIDED =
            Set.of("model", "messages", "stream", "stream_options", "stop", "n", "max_tokens", "max_completion_tokens");

    private final OpenAiChatOptions defaults;
    private final Dialect dialect;

    /**
     * What servers differ in.
     *
     * @param limit by which name the cap of a reply is sent
     * @param obfuscates whether the server pads its stream with random characters unless it is told not to
     */
    record Dialect(OutputLimitParameter limit, boolean obfuscates) {}

    /**
     * For a model.
     *
     * @param defaults the model's options; those of a prompt replace them, so each prompt starts from them
     * @param dialect what the server wants
     */
    ChatPrompts(OpenAiChatOptions defaults, Dialect dialect) {
        this.defaults = defaults;
        this.dialect = dialect;
    }

    /**
     * Puts a call into Spring AI's words.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @param exchange the id of the exchange that will carry it
     * @return the prompt with all its options
     */
    Prompt of(String model, ModelRequest request, String exchange) {
        List<org.springframework.ai.chat.messages.Message> messages =
                request.messages().stream().map(ChatPrompts::message).toList();
        return new Prompt(messages, options(model, request.options(), exchange));
    }

    private OpenAiChatOptions options(String model, ModelOptions options, String exchange) {
        OpenAiChatOptions.Builder builder = defaults.mutate();
        builder.model(model);
        builder.customHeaders(Map.of(HttpTransport.EXCHANGE, exchange));
        builder.extraBody(options.parameters().entrySet().stream()
                .filter(parameter -> !DECIDED.contains(parameter.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        if (!options.stop().isEmpty()) {
            builder.stop(options.stop());
        }
        switch (dialect.limit()) {
            case MAX_COMPLETION_TOKENS -> builder.maxCompletionTokens(options.maxOutputTokens());
            case MAX_TOKENS -> builder.maxTokens(options.maxOutputTokens());
        }
        if (dialect.obfuscates()) {
            builder.streamOptions(new StreamOptions(false, true, Map.of()));
        }
        return builder.build();
    }

    private static org.springframework.ai.chat.messages.Message message(Message message) {
        return switch (message.role()) {
            case SYSTEM -> new SystemMessage(message.text());
            case USER -> new UserMessage(message.text());
            case ASSISTANT -> new AssistantMessage(message.text());
        };
    }
}
