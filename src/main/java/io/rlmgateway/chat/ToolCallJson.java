package io.rlmgateway.chat;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes tool calls as OpenAI's clients know them. */
final class ToolCallJson {

    private ToolCallJson() {}

    /** Puts calls into a message; a message without calls has no member for them. */
    static void put(ObjectNode message, List<CalledTool> calls) {
        for (CalledTool call : calls) {
            if (call.kind() == CalledTool.Kind.OLD) {
                function(message.putObject("function_call"), call);
            } else {
                put(message.withArray("tool_calls").addObject(), call);
            }
        }
    }

    /** {@return a call as the delta of a stream} */
    static ObjectNode delta(CalledTool call, int index) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        if (call.kind() == CalledTool.Kind.OLD) {
            function(delta.putObject("function_call"), call);
        } else {
            put(delta.putArray("tool_calls").addObject().put("index", index), call);
        }
        return delta;
    }

    private static void put(ObjectNode node, CalledTool call) {
        node.put("id", call.id());
        if (call.kind() == CalledTool.Kind.CUSTOM) {
            node.put("type", "custom");
            node.putObject("custom").put("name", call.name()).put("input", call.arguments());
        } else {
            node.put("type", "function");
            function(node.putObject("function"), call);
        }
    }

    private static void function(ObjectNode node, CalledTool call) {
        node.put("name", call.name()).put("arguments", call.arguments());
    }
}
