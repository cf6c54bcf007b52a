package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
     * @param isOpenAi whether it is OpenAI's own, which pads its stream with random characters unless it is told not to,
     *     and takes a key for its cache
     */
    record Dialect(OutputLimitParameter limit, boolean isOpenAi) {}

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
        return new Prompt(ChatMessages.of(request.messages()), options(model, request, exchange));
    }

    private OpenAiChatOptions options(String model, ModelRequest request, String exchange) {
        ModelOptions options = request.options();
        OpenAiChatOptions.Builder builder = defaults.mutate();
        builder.model(model);
        builder.customHeaders(Map.of(HttpTransport.EXCHANGE, exchange));
        Map<String, Object> body = body(options);
        if (!options.stop().isEmpty()) {
            builder.stop(options.stop());
        }
        switch (dialect.limit()) {
            case MAX_COMPLETION_TOKENS -> builder.maxCompletionTokens(options.maxOutputTokens());
            case MAX_TOKENS -> builder.maxTokens(options.maxOutputTokens());
        }
        if (dialect.isOpenAi()) {
            cacheKey(request).ifPresent(key -> body.putIfAbsent("prompt_cache_key", key));
            builder.streamOptions(new StreamOptions(false, true, Map.of()));
        }
        return builder.extraBody(body).build();
    }

    /** A session's root asks again and again with a longer prompt: one key leads all its calls to the same cache. */
    private static Optional<String> cacheKey(ModelRequest request) {
        boolean grows = switch (request.purpose()) {
            case ROOT, CLOSING -> true;
            case LEAF, DIRECT -> false;
        };
        // hashed, because it names a tenant
        return grows
                ? Optional.of(UUID.nameUUIDFromBytes(request.share().key().getBytes(StandardCharsets.UTF_8))
                        .toString())
                : Optional.empty();
    }

    private static Map<String, Object> body(ModelOptions options) {
        Map<String, Object> body = new LinkedHashMap<>(options.parameters());
        body.keySet().removeAll(DECIDED);
        body.putAll(ToolParameters.of(options.tools()));
        return body;
    }
}
