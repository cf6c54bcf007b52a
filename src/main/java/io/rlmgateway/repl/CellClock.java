package io.rlmgateway.repl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
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
    private @Nullable Consumer<String> whenStopped;

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

    /**
     * Starts the clock.
     *
     * @param stopper told the reason, on a thread of its own, once the cell must be stopped before it has ended
     */
    public void start(Consumer<String> stopper) {
        synchronized (this) {
            start = System.nanoTime();
            waitingSince = start;
            whenStopped = stopper;
            if (reason != null) {
                tell(reason);
                return;
            }
        }
        CellTimer.watch(this);
    }

    /** Has the clock stand still until {@link #hostCallEnded} was called as often. */
    public synchronized void hostCallStarted() {
        if (hostCalls++ == 0) {
            waitingSince = System.nanoTime();
        }
    }

    /** Tells that a host call ended. */
    public void hostCallEnded() {
        synchronized (this) {
            if (--hostCalls > 0) {
                return;
            }
            waited += System.nanoTime() - waitingSince;
        }
        CellTimer.lookAt(this);
    }

    /**
     * Tells that the cell ended.
     *
     * @return whether it was not to be stopped before
     */
    public synchronized boolean ended() {
        ended = true;
        whenStopped = null;
        CellTimer.forget(this);
        return reason == null;
    }

    /**
     * Has the cell stopped; the first reason counts.
     *
     * @param why for a model to read
     */
    public synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
            CellTimer.forget(this);
            tell(why);
        }
    }

    private void tell(String why) {
        Consumer<String> stopper = whenStopped;
        if (stopper != null) {
            whenStopped = null;
            Thread.ofVirtual().name("cell-stop").start(() -> stopper.accept(why));
        }
    }

    /** {@return why the cell must be stopped or was, or null} */
    public synchronized @Nullable String reason() {
        return reason;
    }

    /**
     * How long the cell may go on.
     *
     * @param now as {@link System#nanoTime}
     * @return nanoseconds, none or less when its time is over; null while that cannot come
     */
    synchronized @Nullable Long left(long now) {
        return ended || reason != null || hostCalls > 0 ? null : end - (now - start - waited);
    }

    /** Has a cell stopped whose time is over. */
    void timeIsOver() {
        stop("time limit of " + seconds(limit) + " s reached (waiting for host calls does not count)");
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
