package io.rlmgateway.session;

import java.time.Duration;

/** How long a run was worked on; while it does again what it had done before, time stands still. */
final class WorkTime {

    private static final int CLOSING_SHARE = 5;
    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);

    private final Duration before;
    private volatile long started;
    private volatile boolean runs;

    private WorkTime(Duration before) {
        this.before = before;
    }

    /** Of a run that begins now. */
    static WorkTime fromNow() {
        WorkTime time = new WorkTime(Duration.ZERO);
        time.run();
        return time;
    }

    /** Of a run that will go on after so much work; time stands still until {@link #run}. */
    static WorkTime after(Duration worked) {
        return new WorkTime(worked);
    }

    /** Has time pass from now on. */
    synchronized void run() {
        if (!runs) {
            started = System.nanoTime();
            runs = true;
        }
    }

    /** {@return how long the run was worked on} */
    Duration elapsed() {
        return runs ? before.plusNanos(System.nanoTime() - started) : Duration.ZERO;
    }

    /** {@return what is left of a wall time, not negative} */
    Duration left(Duration wallTime) {
        Duration left = wallTime.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** {@return what is left of a wall time until the closing question must be asked, not negative} */
    Duration exploringLeft(Duration wallTime) {
        Duration share = wallTime.dividedBy(CLOSING_SHARE);
        return left(wallTime.minus(share.compareTo(CLOSING_TIME) < 0 ? share : CLOSING_TIME));
    }
}
