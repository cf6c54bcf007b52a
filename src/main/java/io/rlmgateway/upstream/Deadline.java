package io.rlmgateway.upstream;

import java.time.Duration;

/**
 * Ends what a thread does when its time is up, by interrupting it: waiting for a turn, pausing before another attempt,
 * the attempt itself. Opened and closed on that thread.
 */
final class Deadline implements AutoCloseable {

    private final Thread caller = Thread.currentThread();
    private final Time time;
    private final Duration timeout;
    private final long end;
    private final Time.Alarm alarm;
    private boolean closed;
    private boolean expired;

    private Deadline(Time time, Duration timeout) {
        this.time = time;
        this.timeout = timeout;
        this.end = time.nanos() + timeout.toNanos();
        this.alarm = time.alarm(timeout, this::expire);
    }

    /**
     * Starts to count for the calling thread.
     *
     * @param time what it counts
     * @param timeout how long
     * @return the deadline, to be closed when the work is done
     */
    static Deadline in(Time time, Duration timeout) {
        return new Deadline(time, timeout);
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
        return Duration.ofNanos(end - time.nanos());
    }

    /** Stops counting, and takes the interrupt back if it was this deadline's. */
    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel();
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
}
