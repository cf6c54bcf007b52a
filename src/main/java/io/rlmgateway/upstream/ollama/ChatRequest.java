package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ResponseFormat;
import io.rlmgateway.upstream.Tools;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The body of a call (Ollama's API: POST /api/chat). */
final class ChatRequest {

    /** Parameters that have the same name there. */
    private static final Set<String> SAME =
            Set.of("temperature", "top_p", "top_k", "min_p", "seed", "presence_penalty", "frequency_penalty");

    private ChatRequest() {}

    /**
     * Puts a call into Ollama's words.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @param window tokens of the window to open
     * @return the body
     */
    static Map<String, Object> of(String model, ModelRequest request, long window) {
        ModelOptions options = request.options();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put(
                "messages",
                request.messages().stream().flatMap(ChatMessages::of).toList());
        body.put("stream", true);
        // Ollama knows no other choice than whether tools are offered
        if (!(options.tools().choice() instanceof Tools.Choice.None)
                && !options.tools().offered().isEmpty()) {
            body.put(
                    "tools",
                    options.tools().offered().stream().map(ChatRequest::tool).toList());
        }
        switch (options.responseFormat()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.Json _ -> body.put("format", "json");
            case ResponseFormat.Schema schema -> body.put("format", schema.schema());
        }
        if (options.parameters().get("reasoning_effort") instanceof String effort) {
            body.put("think", think(model, effort));
        }
        body.put("options", settings(options, window));
        return body;
    }

    private static Map<String, Object> settings(ModelOptions options, long window) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("num_ctx", window);
        if (options.maxOutputTokens() != null) {
            settings.put("num_predict", options.maxOutputTokens());
        }
        if (!options.stop().isEmpty()) {
            settings.put("stop", options.stop());
        }
        options.parameters().forEach((name, value) -> {
            if (SAME.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    /** Only gpt-oss knows levels. */
    private static Object think(String model, String effort) {
        if (!model.startsWith("gpt-oss")) {
            return !"none".equals(effort);
        }
        return switch (effort) {
            case "none", "minimal", "low" -> "low";
            case "medium" -> "medium";
            default -> "high";
        };
    }

    private static Map<String, Object> tool(Tools.Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.put("parameters", tool.schema());
        return Map.of("type", "function", "function", function);
    }
}
