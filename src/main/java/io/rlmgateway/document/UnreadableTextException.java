package io.rlmgateway.document;

/** A file's bytes cannot be read as text. The reason says why and what to do, for the client. */
public final class UnreadableTextException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Made by whoever reads.
     *
     * @param reason why, and what to do
     */
    public UnreadableTextException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** {@return why, and what to do} */
    public String reason() {
        return reason;
    }
}
