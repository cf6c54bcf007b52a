package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what a thread does when its time is up, by interrupting it: waiting for a turn, pausing before another attempt,
 * the attempt itself. Opened and closed on that thread.
 */
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Thread caller = Thread.currentThread();
    private final Duration timeout;
    private final long end;
    private final Future<?> alarm;
    private boolean closed;
    private boolean expired;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
        this.alarm = CLOCK.schedule(this::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Starts to count for the calling thread.
     *
     * @param timeout how long
     * @return the deadline, to be closed when the work is done
     */
    static Deadline in(Duration timeout) {
        return new Deadline(timeout);
    }

    /** {@return whether the time was up before the work was done} */
    synchronized boolean expired() {
        return expired;
    }

    /** {@return the whole time} */
    Duration timeout() {
        return timeout;
    }

    /** {@return what is left of the time; negative when it is up} */
    Duration remaining() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Stops counting, and takes the interrupt back if it was this deadline's. */
    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(false);
        if (expired) {
            Thread.interrupted();
        }
    }

    private synchronized void expire() {
        // a thread that is interrupted already was cancelled by someone else, who must not be overheard
        if (!closed && !caller.isInterrupted()) {
            expired = true;
            caller.interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("upstream-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
