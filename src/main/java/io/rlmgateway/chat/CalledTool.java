package io.rlmgateway.chat;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Tool;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tool that a client is to run.
 *
 * @param kind in which form the client is told
 * @param id names the call within the conversation
 * @param name the tool's name
 * @param arguments a JSON object as text, or the text for a custom tool
 */
record CalledTool(Kind kind, String id, String name, String arguments) {

    private static final JsonMapper JSON = new JsonMapper();

    /** In which form a client is told of a call. */
    enum Kind {
        FUNCTION,
        CUSTOM,
        /** {@code function_call}, which old clients know. */
        OLD
    }

    /**
     * Calls as a client is told of them.
     *
     * @param calls the calls; arguments of custom tools are JSON objects here
     * @param offered the client's tools
     * @param old whether the client knows {@code function_call} only
     */
    static List<CalledTool> of(List<Content.ToolCall> calls, Tools offered, boolean old) {
        return calls.stream().map(call -> of(call, offered, old)).toList();
    }

    private static CalledTool of(Content.ToolCall call, Tools offered, boolean old) {
        if (offered.find(call.name()).filter(Tool::custom).isPresent()) {
            return new CalledTool(Kind.CUSTOM, call.id(), call.name(), input(call.arguments()));
        }
        return new CalledTool(old ? Kind.OLD : Kind.FUNCTION, call.id(), call.name(), call.arguments());
    }

    /** A model may have written the text itself. */
    private static String input(String arguments) {
        try {
            JsonNode input = JSON.readTree(arguments).path(Tool.INPUT);
            return input.isString() ? input.stringValue() : arguments;
        } catch (JacksonException _) {
            return arguments;
        }
    }
}
