package io.rlmgateway.upstream;

/**
 * One message of a prompt.
 *
 * @param role who speaks
 * @param text what is said; may be empty
 */
public record Message(Role role, String text) {

    /** Who speaks. A developer message is a system message (OpenAI's reference, chat completions). */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
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
}
