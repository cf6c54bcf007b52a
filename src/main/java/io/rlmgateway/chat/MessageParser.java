package io.rlmgateway.chat;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads the conversation of a request. */
final class MessageParser {

    private static final List<String> ROLES = List.of("developer", "system", "user", "assistant", "tool", "function");

    private final AnsweredCalls calls = new AnsweredCalls();
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
        parser.calls.checkAnswered();
        return parser.messages;
    }

    private void message(JsonFields message) {
        String role = message.requiredString("role");
        message.choice("role", ROLES);
        message.string("name");
        if (!"tool".equals(role)) {
            calls.checkAnswered();
        }
        switch (role) {
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
            case "function" -> function(message);
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
            parts.add(call("", called));
        }
        ArrayNode toolCalls = message.array("tool_calls");
        for (int i = 0; toolCalls != null && i < toolCalls.size(); i++) {
            parts.add(toolCall(JsonFields.at(message.path("tool_calls[" + i + "]"), toolCalls.get(i))));
        }
        if (message.has("audio")) {
            unserved.ignoreUnlessRelayed(message.path("audio"));
        }
        calls.demand(message.path("tool_calls"), parts);
        add(Role.ASSISTANT, parts);
    }

    private static Part.ToolCall toolCall(JsonFields toolCall) {
        String id = toolCall.requiredString("id");
        String type = toolCall.requiredString("type");
        toolCall.choice("type", List.of("function", "custom"));
        return call(id, JsonFields.at(toolCall.path(type), toolCall.required(type)));
    }

    private static Part.ToolCall call(String id, JsonFields called) {
        String arguments = called.has("input") ? called.string("input") : called.string("arguments");
        return new Part.ToolCall(id, called.requiredString("name"), Objects.requireNonNullElse(arguments, ""));
    }

    private void tool(JsonFields message) {
        String id = message.requiredString("tool_call_id");
        String name = calls.answered(id);
        if (name == null) {
            throw InvalidRequests.value(
                    message.path("tool_call_id"),
                    "a message with role 'tool' must answer a call in 'tool_calls' of an earlier message.");
        }
        add(Role.TOOL, List.of(new Part.ToolResult(id, name, result(message))));
    }

    private void function(JsonFields message) {
        add(Role.TOOL, List.of(new Part.ToolResult("", message.requiredString("name"), result(message))));
    }

    /** What is no text has no place in a result; it is named. */
    private String result(JsonFields message) {
        if (!message.has("content")) {
            return "";
        }
        return parts(message).stream()
                .map(part -> switch (part) {
                    case Part.Text(String text) -> text;
                    case Part.Image _ -> "[image]";
                    case Part.StoredFile file -> "[file " + file.id() + "]";
                    case Part.InlineFile file -> "[file " + file.name() + "]";
                    case Part.ToolCall _, Part.ToolResult _ -> "";
                })
                .collect(Collectors.joining("\n"));
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
