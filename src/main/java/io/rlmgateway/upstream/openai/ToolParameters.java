package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Tools;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tools by OpenAI's parameters (reference, chat completions: {@code tools}, {@code tool_choice}). */
final class ToolParameters {

    private ToolParameters() {}

    /**
     * Puts tools into OpenAI's words.
     *
     * @param tools the tools
     * @return the parameters; empty without tools
     */
    static Map<String, Object> of(Tools tools) {
        if (tools.offered().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put(
                "tools", tools.offered().stream().map(ToolParameters::function).toList());
        switch (tools.choice()) {
            // what is the default needs not be said, and some servers refuse it
            case Tools.Choice.Auto _ -> {}
            case Tools.Choice.None _ -> parameters.put("tool_choice", "none");
            case Tools.Choice.Required _ -> parameters.put("tool_choice", "required");
            case Tools.Choice.Named(String name) ->
                parameters.put("tool_choice", Map.of("type", "function", "function", Map.of("name", name)));
        }
        if (tools.parallel() != null) {
            parameters.put("parallel_tool_calls", tools.parallel());
        }
        return parameters;
    }

    private static Map<String, Object> function(Tools.Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        if (!tool.description().isEmpty()) {
            function.put("description", tool.description());
        }
        function.put("parameters", tool.schema());
        if (tool.strict() != null) {
            function.put("strict", tool.strict());
        }
        return Map.of("type", "function", "function", function);
    }
}
