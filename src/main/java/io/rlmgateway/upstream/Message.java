package io.rlmgateway.upstream;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One message of a prompt.
 *
 * @param role who speaks
 * @param parts what is said, in order
 */
public record Message(Role role, List<Content> parts) {

    /** Who speaks. A developer message is a system message (OpenAI's reference, chat completions). */
    public enum Role {
        SYSTEM,
        USER,
        /** The model; only its messages hold {@link Content.ToolCall}s. */
        ASSISTANT,
        /** The client's tools; such a message holds {@link Content.ToolResult}s and nothing else. */
        TOOL
    }

    /** Copies the parts. */
    public Message {
        parts = List.copyOf(parts);
    }

    /**
     * A message of words alone.
     *
     * @param role who speaks
     * @param text what is said; may be empty
     */
    public Message(Role role, String text) {
        this(role, List.of(new Content.Text(text)));
    }

    /** {@return a system message of this text} */
    public static Message system(String text) {
        return new Message(Role.SYSTEM, text);
    }

    /** {@return a user message of this text} */
    public static Message user(String text) {
        return new Message(Role.USER, text);
    }

    /** {@return an assistant message of this text} */
    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text);
    }

    /** {@return the words, those of tool results included, as one text; empty when there are none} */
    public String text() {
        return parts.size() == 1 && parts.getFirst() instanceof Content.Text(String text)
                ? text
                : parts.stream().map(Message::words).collect(Collectors.joining());
    }

    /**
     * The parts of one kind, in order.
     *
     * @param kind the kind
     * @param <T> the kind
     * @return the parts; may be empty
     */
    public <T extends Content> List<T> parts(Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String words(Content part) {
        return switch (part) {
            case Content.Text(String text) -> text;
            case Content.ToolResult result -> result.text();
            case Content.ImageData _, Content.ImageLink _, Content.ToolCall _ -> "";
        };
    }
}
