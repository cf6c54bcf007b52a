package io.rlmgateway.repl.graalpy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running cell's time, which stands still while a host call is under way, and the reason to stop it, if any. */
final class CellClock {

    private final Duration limit;
    private final long start = System.nanoTime();
    private long waited;
    private long waitingSince;
    private int hostCalls;
    private boolean ended;
    private @Nullable String reason;

    CellClock(Duration limit) {
        this.limit = limit;
    }

    synchronized void hostCallStarted() {
        if (hostCalls++ == 0) {
            waitingSince = System.nanoTime();
        }
    }

    synchronized void hostCallEnded() {
        if (--hostCalls == 0) {
            waited += System.nanoTime() - waitingSince;
            notifyAll();
        }
    }

    synchronized void ended() {
        ended = true;
        notifyAll();
    }

    /** Has the cell stopped; the first reason counts. */
    synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
        notifyAll();
    }

    /** {@return why the cell must be stopped or was, or null} */
    synchronized @Nullable String reason() {
        return reason;
    }

    /**
     * Waits until the cell has ended or must be stopped.
     *
     * @return why it must be stopped, or null when it ended
     */
    synchronized @Nullable String awaitEnd() throws InterruptedException {
        while (!ended && reason == null) {
            long left = limit.toNanos() - (System.nanoTime() - start - waited);
            if (hostCalls > 0) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
            } else {
                reason = "time limit of " + seconds(limit) + " s reached (waiting for host calls does not count)";
            }
        }
        return ended ? null : reason;
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
