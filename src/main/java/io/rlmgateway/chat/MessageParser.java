package io.rlmgateway.chat;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads the conversation of a request. */
final class MessageParser {

    private static final List<String> ROLES = List.of("developer", "system", "user", "assistant", "tool", "function");

    private final Set<String> calls = new HashSet<>();
    private final List<ChatMessage> messages = new ArrayList<>();
    private final Unserved unserved;

    private MessageParser(Unserved unserved) {
        this.unserved = unserved;
    }

    static List<ChatMessage> parse(JsonFields body, Unserved unserved) {
        body.required("messages");
        ArrayNode array = body.array("messages");
        if (array == null || array.isEmpty()) {
            throw InvalidRequests.emptyArray("messages");
        }
        MessageParser parser = new MessageParser(unserved);
        for (int i = 0; i < array.size(); i++) {
            parser.message(JsonFields.at("messages[" + i + "]", array.get(i)));
        }
        return parser.messages;
    }

    private void message(JsonFields message) {
        String role = message.requiredString("role");
        message.choice("role", ROLES);
        message.string("name");
        switch (role) {
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
            case "function" ->
                add(Role.USER, prefixed("[result of " + message.requiredString("name") + "]\n", message));
            case "user" -> add(Role.USER, parts(message));
            default -> add(Role.INSTRUCTION, parts(message));
        }
    }

    private void assistant(JsonFields message) {
        List<Part> parts = new ArrayList<>();
        if (message.has("content")) {
            parts.addAll(parts(message));
        }
        text(parts, message.string("refusal"));
        JsonFields called = message.object("function_call");
        if (called != null) {
            call(parts, called);
        }
        ArrayNode toolCalls = message.array("tool_calls");
        for (int i = 0; toolCalls != null && i < toolCalls.size(); i++) {
            toolCall(parts, JsonFields.at(message.path("tool_calls[" + i + "]"), toolCalls.get(i)));
        }
        if (message.has("audio")) {
            unserved.ignoreUnlessRelayed(message.path("audio"));
        }
        add(Role.ASSISTANT, parts);
    }

    private void toolCall(List<Part> parts, JsonFields toolCall) {
        calls.add(toolCall.requiredString("id"));
        String type = toolCall.requiredString("type");
        toolCall.choice("type", List.of("function", "custom"));
        call(parts, JsonFields.at(toolCall.path(type), toolCall.required(type)));
    }

    private static void call(List<Part> parts, JsonFields called) {
        String arguments = called.has("input") ? called.string("input") : called.string("arguments");
        text(parts, "[called " + called.requiredString("name") + "(" + (arguments == null ? "" : arguments) + ")]");
    }

    private void tool(JsonFields message) {
        String id = message.requiredString("tool_call_id");
        if (!calls.contains(id)) {
            throw InvalidRequests.value(
                    message.path("tool_call_id"),
                    "a message with role 'tool' must answer a call in 'tool_calls' of an earlier message.");
        }
        add(Role.USER, prefixed("[result of tool call " + id + "]\n", message));
    }

    private List<Part> prefixed(String prefix, JsonFields message) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(prefix));
        if (message.has("content")) {
            parts.addAll(parts(message));
        }
        return parts;
    }

    private List<Part> parts(JsonFields message) {
        String path = message.path("content");
        JsonNode content = message.find("content");
        return switch (content) {
            case null -> throw absent(message, path);
            case ArrayNode array -> parts(path, array);
            case JsonNode node when node.isString() -> List.of(new Part.Text(node.stringValue()));
            default -> throw InvalidRequests.type(path, "a string or an array of content parts", content);
        };
    }

    private static RuntimeException absent(JsonFields message, String path) {
        return message.isNull("content")
                ? InvalidRequests.type(
                        path,
                        "a string or an array of content parts",
                        message.node().path("content"))
                : InvalidRequests.missing(path);
    }

    private List<Part> parts(String path, ArrayNode array) {
        if (array.isEmpty()) {
            throw InvalidRequests.emptyArray(path);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            parts.add(PartParser.parse(JsonFields.at(path + "[" + i + "]", array.get(i)), unserved));
        }
        return parts;
    }

    private static void text(List<Part> parts, @Nullable String text) {
        if (text != null) {
            parts.add(new Part.Text(text));
        }
    }

    private void add(Role role, List<Part> parts) {
        messages.add(new ChatMessage(role, parts));
    }
}
