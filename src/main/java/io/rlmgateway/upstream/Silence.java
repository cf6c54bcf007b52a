package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends an attempt, by interrupting its thread, when its upstream is silent for too long. Opened and closed there. */
final class Silence implements AutoCloseable {

    private final Thread caller = Thread.currentThread();
    private final Time time;
    private final Timeouts timeouts;
    private final Admission admission;
    private Time.Alarm alarm;
    private boolean closed;
    private @Nullable String expired;

    /**
     * Begins to listen.
     *
     * @param time what it goes by
     * @param timeouts how long is too long
     * @param admission the attempt
     */
    Silence(Time time, Timeouts timeouts, Admission admission) {
        this.time = time;
        this.timeouts = timeouts;
        this.admission = admission;
        this.alarm = time.alarm(least(timeouts.firstByte(), timeouts.total()), this::check);
    }

    /** {@return what did not come in time, or null} */
    synchronized @Nullable String expired() {
        return expired;
    }

    /** Stops to listen, and takes the interrupt back if it was its own. */
    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel();
        if (expired != null) {
            Thread.interrupted();
        }
    }

    private synchronized void check() {
        if (closed || caller.isInterrupted()) {
            return;
        }
        boolean alive = admission.isAlive();
        Duration quiet = alive ? timeouts.idle() : untilFirst();
        Duration inQuiet = quiet.minusNanos(time.nanos() - admission.lastSign());
        Duration inTotal = timeouts.total().minusNanos(time.nanos() - admission.sentAt());
        if (inQuiet.isPositive() && inTotal.isPositive()) {
            alarm = time.alarm(least(inQuiet, inTotal), this::check);
            return;
        }
        expired = inTotal.isPositive()
                ? (alive ? "sent nothing more for " : "sent nothing for ") + seconds(quiet)
                : "sent no whole reply within " + seconds(timeouts.total());
        caller.interrupt();
    }

    private Duration untilFirst() {
        return admission.isInOnePiece() ? timeouts.total() : timeouts.firstByte();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
