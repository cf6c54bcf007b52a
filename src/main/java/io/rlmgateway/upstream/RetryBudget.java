package io.rlmgateway.upstream;

/**
 * How many further attempts an upstream may get: a share of the calls, so that in an outage retries are no load of their
 * own. A few are there from the start and come back by time, for an upstream that has few calls. Safe for several
 * threads.
 */
final class RetryBudget {

    private static final double SHARE = 0.08;
    private static final double MOST = 5;
    private static final double NANOS_FOR_ONE = 10e9;

    private final Time time;
    private double left = MOST;
    private long counted;

    /** @param time what it goes by */
    RetryBudget(Time time) {
        this.time = time;
        this.counted = time.nanos();
    }

    /** A call is made for the first time. */
    synchronized void earn() {
        left = Math.min(MOST, left + SHARE);
    }

    /** {@return whether a further attempt may be made; then it is counted} */
    synchronized boolean spend() {
        long now = time.nanos();
        left = Math.min(MOST, left + (now - counted) / NANOS_FOR_ONE);
        counted = now;
        boolean enough = left >= 1;
        left -= enough ? 1 : 0;
        return enough;
    }

    /** A further attempt that was counted is not made. */
    synchronized void giveBack() {
        left = Math.min(MOST, left + 1);
    }
}
