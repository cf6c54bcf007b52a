package io.rlmgateway.session;

/** The Python that earlier runs of a conversation left cannot be had again. */
final class ConversationLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConversationLostException(String reason, Throwable cause) {
        super(reason, cause);
    }

    ConversationLostException(String reason) {
        super(reason);
    }

    /** {@return why, as the root model is told} */
    String reason() {
        return String.valueOf(getMessage());
    }
}
