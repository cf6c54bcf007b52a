package io.rlmgateway.repl;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running cell's time, which stands still while a host call is under way, and the reason to stop it, if any. */
public final class CellClock {

    private final Duration limit;
    private final long end;
    private long start;
    private long waited;
    private long waitingSince;
    private int hostCalls;
    private boolean ended;
    private @Nullable String reason;

    /**
     * A clock for a cell that is about to start.
     *
     * @param limit how much time there is
     * @param grace how much later it is called over, for one who only watches another clock
     */
    public CellClock(Duration limit, Duration grace) {
        this.limit = limit;
        this.end = limit.plus(grace).toNanos();
    }

    /** Has the clock stand still until {@link #hostCallEnded} was called as often. */
    public synchronized void hostCallStarted() {
        if (hostCalls++ == 0) {
            waitingSince = System.nanoTime();
        }
    }

    /** Tells that a host call ended. */
    public synchronized void hostCallEnded() {
        if (--hostCalls == 0) {
            waited += System.nanoTime() - waitingSince;
            notifyAll();
        }
    }

    /** Tells that the cell ended. */
    public synchronized void ended() {
        ended = true;
        notifyAll();
    }

    /**
     * Has the cell stopped; the first reason counts.
     *
     * @param why for a model to read
     */
    public synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
        notifyAll();
    }

    /** {@return why the cell must be stopped or was, or null} */
    public synchronized @Nullable String reason() {
        return reason;
    }

    /**
     * Waits from the cell's start until it has ended or must be stopped.
     *
     * @return why it must be stopped, or null when it ended
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public synchronized @Nullable String awaitEnd() throws InterruptedException {
        start = System.nanoTime();
        while (!ended && reason == null) {
            long left = end - (System.nanoTime() - start - waited);
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
