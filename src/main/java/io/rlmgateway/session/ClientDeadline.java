package io.rlmgateway.session;

import java.time.Duration;

/**
 * The moment at which an answer must be on its way, because its client hangs up soon after.
 *
 * @param nanoTime of {@link System#nanoTime}
 */
public record ClientDeadline(long nanoTime) {

    /** What {@code usage.rlm.stopped} says of an answer that was ended by it. */
    public static final String STOPPED = Limits.Name.CLIENT_DEADLINE.text();

    /**
     * A deadline.
     *
     * @param start of {@link System#nanoTime}, when the client began to wait
     * @param wait how long after that
     * @return the deadline
     */
    public static ClientDeadline after(long start, Duration wait) {
        return new ClientDeadline(start + wait.toNanos());
    }

    /** {@return the limits of a run that was worked on for a while; its wall time ends here where that is sooner} */
    Limits within(Limits limits, Duration worked) {
        Duration end = worked.plus(left());
        return end.compareTo(limits.wallTime()) < 0 ? limits.within(end) : limits;
    }

    /** {@return time until then, not negative} */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
