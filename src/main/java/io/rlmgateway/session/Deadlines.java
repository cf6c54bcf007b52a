package io.rlmgateway.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does things when a time has come; one thread for all sessions, so what it does must not take long. */
final class Deadlines implements AutoCloseable {

    private static final long AGAIN_MILLIS = 200;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("session-deadlines").daemon().factory());

    /**
     * Does something after a while, never early, and again and again until the returned future is cancelled: a cell
     * that is about to start when its time is over cannot be stopped yet.
     */
    Future<?> from(Duration time, Runnable action) {
        return clock.scheduleWithFixedDelay(action, time.toMillis() + 1, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Does something once, after a while, unless the returned future is cancelled before. */
    Future<?> once(Duration time, Runnable action) {
        return clock.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
