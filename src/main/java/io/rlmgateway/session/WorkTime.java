package io.rlmgateway.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a run was worked on; while it does again what it had done before, time stands still. A client that waits does
 * not: its deadline comes when it comes.
 */
final class WorkTime {

    private static final int CLOSING_SHARE = 5;
    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);

    private volatile Duration before;
    private final @Nullable ClientDeadline deadline;
    private volatile long started;
    private volatile boolean runs;
    private volatile boolean paused;

    private WorkTime(Duration before, @Nullable ClientDeadline deadline) {
        this.before = before;
        this.deadline = deadline;
    }

    /**
     * Of a run that begins now.
     *
     * @param deadline when the client that waits must have its answer, or null
     */
    static WorkTime fromNow(@Nullable ClientDeadline deadline) {
        WorkTime time = new WorkTime(Duration.ZERO, deadline);
        time.run();
        return time;
    }

    /**
     * Of a run that will go on after so much work; time stands still until {@link #run}.
     *
     * @param deadline when the client that waits now must have its answer, or null
     */
    static WorkTime after(Duration worked, @Nullable ClientDeadline deadline) {
        return new WorkTime(worked, deadline);
    }

    /** Has time pass from now on. */
    synchronized void run() {
        if (!runs) {
            started = System.nanoTime();
            runs = true;
            paused = false;
        }
    }

    /** Has time stand still until {@link #run}; what was worked so far counts. */
    synchronized void pause() {
        if (runs) {
            before = elapsed();
            paused = true;
            runs = false;
        }
    }

    /** {@return how long the run was worked on} */
    Duration elapsed() {
        if (runs) {
            return before.plusNanos(System.nanoTime() - started);
        }
        return paused ? before : Duration.ZERO;
    }

    /** {@return what is left of a wall time, or until the client's deadline if that is sooner; not negative} */
    Duration left(Duration wallTime) {
        return left(wallTime, Duration.ZERO);
    }

    /** {@return the same until the closing question must be asked} */
    Duration exploringLeft(Duration wallTime) {
        Duration share = wallTime.dividedBy(CLOSING_SHARE);
        return left(wallTime, share.compareTo(CLOSING_TIME) < 0 ? share : CLOSING_TIME);
    }

    private Duration left(Duration wallTime, Duration kept) {
        Duration left = wallTime.minus(elapsed());
        // what is done again is not cut short: it costs nothing, and would end otherwise than it had ended
        Duration wait = runs && deadline != null ? deadline.left() : left;
        Duration least = (wait.compareTo(left) < 0 ? wait : left).minus(kept);
        return least.isNegative() ? Duration.ZERO : least;
    }
}
