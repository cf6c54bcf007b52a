package io.rlmgateway.api;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Failure} to whoever answers the request. */
public final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /**
     * A failure without a technical cause.
     *
     * @param failure what went wrong
     */
    public FailureException(Failure failure) {
        this(failure, null);
    }

    /**
     * A failure with its technical cause, which is logged and never shown to a client.
     *
     * @param failure what went wrong
     * @param cause the technical cause, or null
     */
    public FailureException(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** {@return what went wrong} */
    public Failure failure() {
        return failure;
    }
}
