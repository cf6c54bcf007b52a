package io.rlmgateway.chat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the work when the service is stopped, before anything else is: nothing new is taken on, what is being answered has a
 * while to end, then sessions are broken off and kept in the journal, and other answers end with an error.
 */
final class Draining implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    private static final long STEP_MILLIS = 50;

    private final Admissions admissions;
    private final Runnable handOver;
    private final Duration patience;
    private final Duration moment;
    private final ApplicationEventPublisher events;
    private volatile boolean running;
    private volatile boolean stopped;

    /**
     * Ends work.
     *
     * @param handOver breaks sessions off, so that they go on later
     * @param patience how long work has to end by itself
     * @param moment how long whoever was broken off has to say so, and to book what was spent
     */
    Draining(
            Admissions admissions,
            Runnable handOver,
            Duration patience,
            Duration moment,
            ApplicationEventPublisher events) {
        this.admissions = admissions;
        this.handOver = handOver;
        this.patience = patience;
        this.moment = moment;
        this.events = events;
    }

    @Override
    public void start() {
        admissions.open();
        if (stopped) {
            AvailabilityChangeEvent.publish(events, this, ReadinessState.ACCEPTING_TRAFFIC);
            stopped = false;
        }
        running = true;
    }

    @Override
    public void stop() {
        stopped = true;
        AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
        admissions.close();
        if (!awaitIdle(patience)) {
            LOG.info("Work goes on after {} of waiting for its end; it is broken off", patience);
            // first, so that whoever waits for a place finds none in those that become free
            admissions.cut();
            handOver.run();
            boolean _ = awaitIdle(moment);
        }
        running = false;
    }

    private boolean awaitIdle(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!admissions.areIdle() && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return admissions.areIdle();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server is, which could not tell clients any more. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
