package io.rlmgateway.upstream;

import java.time.Duration;

/** Whether another attempt can help after one that failed. */
final class FurtherAttempts {

    /** Refusals that a call takes: it is the lane that learns from them, and a call is unlucky more than twice rarely. */
    private static final int MOST_REFUSALS = 20;

    /** Refusals of a call after which there is no other, where nothing else was taken and no time was told. */
    private static final int MOST_REFUSALS_ALONE = 8;

    private final Turnstile turnstile;
    private final boolean wanted;

    /**
     * Attempts at one upstream.
     *
     * @param turnstile knows the limits of its models
     * @param wanted whether further attempts are made at all
     */
    FurtherAttempts(Turnstile turnstile, boolean wanted) {
        this.turnstile = turnstile;
        this.wanted = wanted;
    }

    /**
     * Judges a failed attempt.
     *
     * @param failed its failure
     * @param call its call
     * @param attempts how many were made
     * @param most how long the call may still wait
     * @return whether another one can help
     */
    boolean canHelp(UpstreamException failed, GuardedCall call, int attempts, Duration most) {
        return switch (failed.kind()) {
            case RATE_LIMITED ->
                attempts <= mostRefusals(failed, call, attempts)
                        && wanted
                        && turnstile.nanosHeld(call.model()) < most.toNanos();
            case KEY_REFUSED -> turnstile.hasFreshKey(call.model());
            case UNAVAILABLE, TIMED_OUT ->
                failed.retryAfter() == null || failed.retryAfter().compareTo(most) < 0;
            case TOO_LONG, REJECTED -> false;
        };
    }

    /** A call that is refused while others are taken was unlucky; one that is refused alone may never be taken. */
    private int mostRefusals(UpstreamException failed, GuardedCall call, int attempts) {
        boolean alone = failed.retryAfter() == null && turnstile.refusedInRow(call.model()) >= attempts;
        return alone ? MOST_REFUSALS_ALONE : MOST_REFUSALS;
    }
}
