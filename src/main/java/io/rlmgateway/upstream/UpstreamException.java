package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt that brought no reply, with what is needed to decide whether another one can help. */
public final class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Kind {
        /** Too many requests: wait and try again. */
        RATE_LIMITED,
        /** The upstream is at fault or out of reach: another attempt can help. */
        UNAVAILABLE,
        /** No reply in time. */
        TIMED_OUT,
        /** The prompt does not fit the model's window. */
        TOO_LONG,
        /** The request was refused: another attempt cannot help. */
        REJECTED,
        /** The key was refused, or its money is used up: another key or upstream can help. */
        KEY_REFUSED
    }

    private final Kind kind;
    // the headers that it holds are not needed where an exception would be serialised
    private final transient RateLimitHeaders limits;

    /**
     * A failed attempt.
     *
     * @param kind what kind of failure
     * @param message the upstream's own words, without keys
     * @param retryAfter how long the upstream asked to wait, or null
     * @param cause the technical cause, or null
     */
    public UpstreamException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(kind, message, new RateLimitHeaders(null, null, null, null, retryAfter), cause);
    }

    /**
     * A failed attempt whose answer told of limits.
     *
     * @param kind what kind of failure
     * @param message the upstream's own words, without keys
     * @param limits what its headers say of its limits
     * @param cause the technical cause, or null
     */
    public UpstreamException(Kind kind, String message, RateLimitHeaders limits, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.limits = limits;
    }

    /** {@return what kind of failure it was} */
    public Kind kind() {
        return kind;
    }

    /** {@return how long the upstream asked to wait, or null} */
    public @Nullable Duration retryAfter() {
        return limits.retryAfter();
    }

    /** {@return what the answer's headers say of the upstream's limits} */
    public RateLimitHeaders limits() {
        return limits;
    }
}
