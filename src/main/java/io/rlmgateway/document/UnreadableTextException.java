package io.rlmgateway.document;

/** A file's bytes cannot be read as text. The reason says why and what to do, for the client. */
final class UnreadableTextException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableTextException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
