package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ResponseFormat;
import io.rlmgateway.upstream.Tools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a call (Google's reference: models.generateContent). */
final class GenerateRequest {

    /** OpenAI's names of parameters and Google's. */
    private static final Map<String, String> NAMES = Map.of(
            "temperature",
            "temperature",
            "top_p",
            "topP",
            "top_k",
            "topK",
            "seed",
            "seed",
            "presence_penalty",
            "presencePenalty",
            "frequency_penalty",
            "frequencyPenalty");

    private GenerateRequest() {}

    /**
     * Puts a call into Google's words.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @return the body
     */
    static Map<String, Object> of(String model, ModelRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        List<Map<String, Object>> system = new ArrayList<>();
        List<Map<String, Object>> contents = new ArrayList<>();
        for (Message message : request.messages()) {
            List<Map<String, Object>> parts = Parts.of(message);
            if (message.role() == Role.SYSTEM) {
                system.addAll(parts);
            } else if (!parts.isEmpty()) {
                contents.add(Map.of("role", message.role() == Role.ASSISTANT ? "model" : "user", "parts", parts));
            }
        }
        if (!system.isEmpty()) {
            body.put("systemInstruction", Map.of("parts", system));
        }
        body.put("contents", contents);
        putTools(request.options().tools(), body);
        Map<String, Object> config = config(model, request.options());
        if (!config.isEmpty()) {
            body.put("generationConfig", config);
        }
        return body;
    }

    private static void putTools(Tools tools, Map<String, Object> body) {
        if (tools.offered().isEmpty()) {
            return;
        }
        List<Map<String, Object>> functions =
                tools.offered().stream().map(GenerateRequest::function).toList();
        body.put("tools", List.of(Map.of("functionDeclarations", functions)));
        Map<String, Object> mode = switch (tools.choice()) {
            case Tools.Choice.Auto _ -> Map.of("mode", "AUTO");
            case Tools.Choice.None _ -> Map.of("mode", "NONE");
            case Tools.Choice.Required _ -> Map.of("mode", "ANY");
            case Tools.Choice.Named(String name) -> Map.of("mode", "ANY", "allowedFunctionNames", List.of(name));
        };
        body.put("toolConfig", Map.of("functionCallingConfig", mode));
    }

    private static Map<String, Object> function(Tools.Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.put("parametersJsonSchema", tool.schema());
        return function;
    }

    private static Map<String, Object> config(String model, ModelOptions options) {
        Map<String, Object> config = new LinkedHashMap<>();
        if (options.maxOutputTokens() != null) {
            config.put("maxOutputTokens", options.maxOutputTokens());
        }
        if (!options.stop().isEmpty()) {
            config.put("stopSequences", options.stop());
        }
        NAMES.forEach((openAi, google) -> {
            if (options.parameters().get(openAi) instanceof Number value) {
                config.put(google, value);
            }
        });
        switch (options.responseFormat()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.Json _ -> config.put("responseMimeType", "application/json");
            case ResponseFormat.Schema schema -> {
                config.put("responseMimeType", "application/json");
                config.put("responseJsonSchema", schema.schema());
            }
        }
        if (options.parameters().get("reasoning_effort") instanceof String effort) {
            config.put("thinkingConfig", thinking(model, effort));
        }
        return config;
    }

    /** Models before Gemini 3 are given tokens, later ones a level (Google's guide: thinking). */
    private static Map<String, Object> thinking(String model, String effort) {
        Map<String, Object> thinking = new LinkedHashMap<>();
        boolean low = "none".equals(effort) || "minimal".equals(effort) || "low".equals(effort);
        if (model.startsWith("gemini-2")) {
            thinking.put("thinkingBudget", tokens(effort));
        } else {
            thinking.put("thinkingLevel", low ? "low" : "high");
        }
        thinking.put("includeThoughts", true);
        return thinking;
    }

    private static int tokens(String effort) {
        return switch (effort) {
            case "none", "minimal" -> 512;
            case "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
    }
}
