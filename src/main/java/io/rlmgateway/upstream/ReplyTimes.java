package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the last replies of a model took. Safe for several threads. */
final class ReplyTimes {

    private static final int KEPT = 200;
    private static final int LEAST = 20;
    private static final double MOST_REPLIES = 0.95;

    private final long[] nanos = new long[KEPT];
    private int count;
    private int next;

    /** A reply took so long, or at least so long where it was not waited for. */
    synchronized void add(Duration time) {
        nanos[next] = time.toNanos();
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
    }

    /** {@return the time within which 19 of 20 replies came, or empty while too few are known} */
    synchronized Optional<Duration> usual() {
        if (count < LEAST) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Optional.of(Duration.ofNanos(sorted[(int) Math.ceil(count * MOST_REPLIES) - 1]));
    }
}
