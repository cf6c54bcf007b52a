package io.rlmgateway.upstream;

/** A configured upstream that cannot be opened; ends the start of the service. */
public final class UnusableUpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * An upstream that cannot be opened.
     *
     * @param description what is wrong, naming the setting but no key
     * @param action what to do about it
     */
    public UnusableUpstreamException(String description, String action) {
        super(description);
        this.action = action;
    }

    /** {@return what to do about it} */
    public String action() {
        return action;
    }
}
