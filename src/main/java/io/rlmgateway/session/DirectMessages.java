package io.rlmgateway.session;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A conversation in the words of one call to a model: what is no image and no call of a tool is text. */
final class DirectMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<ChatMessage> conversation;
    private final Tools offered;
    private final Function<Part, String> texts;

    /**
     * A conversation.
     *
     * @param question whose it is
     * @param texts reads a part that is text
     */
    DirectMessages(Question question, Function<Part, String> texts) {
        this.conversation = question.messages();
        this.offered = question.output().tools();
        this.texts = texts;
    }

    /** {@return the messages; results that follow on each other are one message, which some APIs insist on} */
    List<Message> all() {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < conversation.size(); i++) {
            Message message = message(i);
            if (message.role() == Message.Role.TOOL
                    && !messages.isEmpty()
                    && messages.getLast().role() == Message.Role.TOOL) {
                List<Content> results = new ArrayList<>(messages.removeLast().parts());
                results.addAll(message.parts());
                messages.add(new Message(Message.Role.TOOL, results));
            } else {
                messages.add(message);
            }
        }
        return messages;
    }

    private Message message(int number) {
        ChatMessage message = conversation.get(number);
        return switch (message.role()) {
            case INSTRUCTION -> new Message(Message.Role.SYSTEM, parts(number));
            case USER -> new Message(Message.Role.USER, parts(number));
            case ASSISTANT -> new Message(Message.Role.ASSISTANT, parts(number));
            case TOOL -> result(number);
        };
    }

    /** Texts that follow on each other are one, the rest stands where it stood. */
    private List<Content> parts(int number) {
        List<Content> parts = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (Part part : conversation.get(number).parts()) {
            Content content = content(number, part);
            if (content == null) {
                said.add(texts.apply(part));
            } else {
                add(parts, said);
                parts.add(content);
            }
        }
        if (parts.isEmpty() || !said.isEmpty()) {
            parts.add(new Content.Text(String.join("\n", said)));
        }
        return parts;
    }

    private static void add(List<Content> parts, List<String> said) {
        if (!said.isEmpty()) {
            parts.add(new Content.Text(String.join("\n", said)));
            said.clear();
        }
    }

    private @Nullable Content content(int number, Part part) {
        return switch (part) {
            case Part.Image image -> image.content();
            case Part.ToolCall call -> call(number, call);
            case Part.Text _, Part.StoredFile _, Part.InlineFile _, Part.ToolResult _ -> null;
        };
    }

    private @Nullable Content call(int number, Part.ToolCall call) {
        if (!call.id().isEmpty()) {
            return new Content.ToolCall(call.id(), call.name(), arguments(call));
        }
        return call.equals(answered(number + 1))
                ? new Content.ToolCall(id(number + 1), call.name(), arguments(call))
                : null;
    }

    private Message result(int number) {
        Part.ToolResult result =
                (Part.ToolResult) conversation.get(number).parts().getFirst();
        if (!result.callId().isEmpty()) {
            return tool(result.callId(), result);
        }
        // a result that no call stands before is refused by some APIs
        return answered(number) == null ? Message.user(result.shown()) : tool(id(number), result);
    }

    private static Message tool(String id, Part.ToolResult result) {
        return new Message(Message.Role.TOOL, List.of(new Content.ToolResult(id, result.name(), result.text())));
    }

    /** {@return the call without an id, in the message before, that this message has the result of; or null} */
    private Part.@Nullable ToolCall answered(int number) {
        if (number == 0
                || number == conversation.size()
                || conversation.get(number).role() != Role.TOOL) {
            return null;
        }
        Part.ToolResult result =
                (Part.ToolResult) conversation.get(number).parts().getFirst();
        return !result.callId().isEmpty()
                ? null
                : conversation.get(number - 1).parts().stream()
                        .filter(Part.ToolCall.class::isInstance)
                        .map(Part.ToolCall.class::cast)
                        .filter(call -> call.id().isEmpty() && call.name().equals(result.name()))
                        .findFirst()
                        .orElse(null);
    }

    /** {@return the id of a call that old clients gave none} */
    private static String id(int result) {
        return "call_of_message_" + result;
    }

    private String arguments(Part.ToolCall call) {
        if (offered.find(call.name()).filter(Tool::custom).isPresent()) {
            return JSON.writeValueAsString(Map.of(Tool.INPUT, call.arguments()));
        }
        return call.arguments().isBlank() ? "{}" : call.arguments();
    }
}
