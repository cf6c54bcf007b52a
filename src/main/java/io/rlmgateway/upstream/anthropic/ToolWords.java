package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Tools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tools (Anthropic's reference: Messages, tools and tool_choice). */
final class ToolWords {

    private ToolWords() {}

    /**
     * Puts the tools of a call into Anthropic's words. The API refuses a conversation with calls of tools and without
     * tools: those that were called are named then, and none is to be called.
     *
     * @param request the call
     * @return fields of the body; empty without tools
     */
    static Map<String, Object> of(ModelRequest request) {
        Tools tools = request.options().tools();
        return tools.offered().isEmpty() ? words(called(request.messages())) : words(tools);
    }

    private static Tools called(List<Message> messages) {
        List<Tools.Tool> called = messages.stream()
                .flatMap(message -> message.parts(Content.ToolCall.class).stream())
                .map(Content.ToolCall::name)
                .distinct()
                .map(name -> new Tools.Tool(name, "", Map.of("type", "object"), null))
                .toList();
        return new Tools(called, new Tools.Choice.None(), null);
    }

    private static Map<String, Object> words(Tools tools) {
        if (tools.offered().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tools", tools.offered().stream().map(ToolWords::tool).toList());
        Map<String, Object> choice = choice(tools.choice());
        boolean one = Boolean.FALSE.equals(tools.parallel());
        if (one && !"none".equals(choice.get("type"))) {
            choice.put("disable_parallel_tool_use", true);
        }
        if (one || !"auto".equals(choice.get("type"))) {
            fields.put("tool_choice", choice);
        }
        return fields;
    }

    private static Map<String, Object> tool(Tools.Tool tool) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("name", tool.name());
        if (!tool.description().isEmpty()) {
            words.put("description", tool.description());
        }
        words.put("input_schema", tool.schema());
        if (Boolean.TRUE.equals(tool.strict())) {
            words.put("strict", true);
        }
        return words;
    }

    private static Map<String, Object> choice(Tools.Choice choice) {
        Map<String, Object> words = new LinkedHashMap<>();
        switch (choice) {
            case Tools.Choice.Auto _ -> words.put("type", "auto");
            case Tools.Choice.None _ -> words.put("type", "none");
            case Tools.Choice.Required _ -> words.put("type", "any");
            case Tools.Choice.Named(String name) -> {
                words.put("type", "tool");
                words.put("name", name);
            }
        }
        return words;
    }
}
