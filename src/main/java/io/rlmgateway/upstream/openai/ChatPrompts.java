package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
        return new Prompt(ChatMessages.of(request.messages()), options(model, request.options(), exchange));
    }

    private OpenAiChatOptions options(String model, ModelOptions options, String exchange) {
        OpenAiChatOptions.Builder builder = defaults.mutate();
        builder.model(model);
        builder.customHeaders(Map.of(HttpTransport.EXCHANGE, exchange));
        builder.extraBody(body(options));
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

    private static Map<String, Object> body(ModelOptions options) {
        Map<String, Object> body = new LinkedHashMap<>(options.parameters());
        body.keySet().removeAll(DECIDED);
        body.putAll(ToolParameters.of(options.tools()));
        return body;
    }
}
