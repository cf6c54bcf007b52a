package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ResponseFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a call (Anthropic's reference: Create a Message). */
final class MessagesRequest {

    /** Where the call sets no cap, which the API insists on: less than every model of a kind allows. */
    private static final int USUAL_CAP = 32_000;

    private static final int OLD_CAP = 4_096;

    /** The API has a parameter for JSON that keeps to a schema only. */
    private static final String JSON_ALONE = "Reply with one JSON object and nothing else.";

    private MessagesRequest() {}

    /**
     * Puts a call into Anthropic's words.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @return the body
     */
    static Map<String, Object> of(String model, ModelRequest request) {
        ModelOptions options = request.options();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("max_tokens", cap(model, options));
        body.put("stream", true);
        putSystem(request, body);
        body.put("messages", messages(request));
        if (!options.stop().isEmpty()) {
            body.put("stop_sequences", options.stop());
        }
        body.putAll(ToolWords.of(request));
        body.putAll(Sampling.of(model, request));
        if (options.responseFormat() instanceof ResponseFormat.Schema schema) {
            output(body).put("format", Map.of("type", "json_schema", "schema", schema.schema()));
        }
        return body;
    }

    /** {@return tokens of a reply at most, reasoning included} */
    static int cap(String model, ModelOptions options) {
        Integer set = options.maxOutputTokens();
        return set != null ? set : model.startsWith("claude-3") ? OLD_CAP : USUAL_CAP;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> output(Map<String, Object> body) {
        // Sampling may have put the effort there
        Object config = body.computeIfAbsent("output_config", name -> new LinkedHashMap<>());
        return (Map<String, Object>) config;
    }

    private static void putSystem(ModelRequest request, Map<String, Object> body) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        request.messages().stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .map(Message::text)
                .filter(text -> !text.isBlank())
                .forEach(text -> blocks.add(Blocks.text(text)));
        if (request.options().responseFormat() instanceof ResponseFormat.Json) {
            blocks.add(Blocks.text(JSON_ALONE));
        }
        if (!blocks.isEmpty()) {
            markEnd(blocks, request);
            body.put("system", blocks);
        }
    }

    private static List<Map<String, Object>> messages(ModelRequest request) {
        List<Map<String, Object>> messages = new ArrayList<>();
        List<Map<String, Object>> last = new ArrayList<>();
        for (Message message : request.messages()) {
            List<Map<String, Object>> blocks = Blocks.of(message);
            if (message.role() != Role.SYSTEM && !blocks.isEmpty()) {
                messages.add(
                        Map.of("role", message.role() == Role.ASSISTANT ? "assistant" : "user", "content", blocks));
                last = blocks;
            }
        }
        markEnd(last, request);
        return messages;
    }

    /**
     * Ends what is to be kept in the cache. A session's root asks again and again with a longer prompt, so that all but
     * the newest part is read from the cache; other prompts do not come again, and writing them costs more.
     */
    private static void markEnd(List<Map<String, Object>> blocks, ModelRequest request) {
        boolean grows = switch (request.purpose()) {
            case ROOT, CLOSING -> true;
            case LEAF, DIRECT -> false;
        };
        if (grows && !blocks.isEmpty()) {
            blocks.getLast().put("cache_control", Map.of("type", "ephemeral"));
        }
    }
}
