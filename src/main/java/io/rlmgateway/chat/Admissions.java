package io.rlmgateway.chat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Mode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.ObjectProvider;

/** Takes on as much work as there is room for, and none when the service is being stopped. */
final class Admissions {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final AdmissionProperties limits;
    private final BooleanSupplier memoryIsShort;
    private final ObjectProvider<MeterRegistry> meters;
    private final Semaphore sessions;
    private final Semaphore direct;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Place> taken = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile boolean cut;

    Admissions(AdmissionProperties limits, BooleanSupplier memoryIsShort, ObjectProvider<MeterRegistry> meters) {
        this.limits = limits;
        this.memoryIsShort = memoryIsShort;
        this.meters = meters;
        this.sessions = new Semaphore(limits.sessions(), true);
        this.direct = new Semaphore(limits.direct());
        meters.ifAvailable(registry -> {
            Gauge.builder(AdmissionMetric.RUNNING.getName(), taken, Set::size).register(registry);
            Gauge.builder(AdmissionMetric.WAITING.getName(), waiting, AtomicInteger::get)
                    .register(registry);
        });
    }

    /**
     * Refuses a question that cannot be taken on now, whatever way it goes.
     *
     * @throws FailureException with {@code Overloaded}
     */
    void check() {
        if (stopping) {
            throw refused(
                    "stopping", "The service is being stopped and takes no new work. Try again in a moment.", SOON);
        }
        if (memoryIsShort.getAsBoolean()) {
            throw refused("memory", "The service is short of memory. Try again in a moment.", SOON);
        }
    }

    /**
     * Takes a place for a question on the thread that answers it, waiting for it where that is allowed.
     *
     * @return the place, to be closed when it is answered
     * @throws FailureException with {@code Overloaded} when there is none
     */
    Place enter(Mode mode) {
        Place place = mode == Mode.DIRECT ? direct() : session();
        count("admitted");
        taken.add(place);
        if (cut) {
            place.thread.interrupt();
        }
        return place;
    }

    private Place direct() {
        if (!direct.tryAcquire()) {
            throw refused("full", "The service is answering as many questions as it can. Try again in a moment.", SOON);
        }
        return new Place(direct, true);
    }

    private Place session() {
        // who came first is served first; a plain attempt would pass by those that wait
        if (!sessions.hasQueuedThreads() && sessions.tryAcquire()) {
            return new Place(sessions, false);
        }
        if (waiting.incrementAndGet() > limits.waitingSessions()) {
            waiting.decrementAndGet();
            throw refused(
                    "full",
                    "As many sessions run as may (rlm.admission.sessions), and as many wait. Try again in a moment.",
                    SOON);
        }
        if (isFreeInTime()) {
            return new Place(sessions, false);
        }
        throw refused("waited", "No session ended in time to make room for this one. Try again in a moment.", SOON);
    }

    private boolean isFreeInTime() {
        try {
            return sessions.tryAcquire(limits.sessionWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for a place");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            waiting.decrementAndGet();
        }
    }

    private FailureException refused(String outcome, String message, Duration retryAfter) {
        count(outcome);
        return new FailureException(new Failure.Overloaded(message, retryAfter));
    }

    private void count(String outcome) {
        meters.ifAvailable(registry -> registry.counter(
                        AdmissionMetric.ADMISSIONS.getName(), AdmissionMetric.Tag.OUTCOME.asString(), outcome)
                .increment());
    }

    /** Takes on work again after a stop that the process outlived. */
    void open() {
        stopping = false;
        cut = false;
    }

    /** From now on no work is taken on. */
    void close() {
        stopping = true;
    }

    /** {@return whether nothing is being answered} */
    boolean areIdle() {
        return taken.isEmpty() && waiting.get() == 0;
    }

    /** Breaks off what is answered directly; sessions are broken off by whoever runs them. */
    void cut() {
        cut = true;
        taken.stream().filter(place -> place.isDirect).forEach(place -> place.thread.interrupt());
    }

    /** {@return what a client is told whose answer was broken off here, or the failure itself} */
    FailureException told(FailureException failure) {
        return cut && failure.failure() instanceof Failure.RunCancelled ? stopped(failure) : failure;
    }

    /** {@return whether answers are broken off} */
    boolean isCut() {
        return cut;
    }

    static FailureException stopped(Throwable cause) {
        return new FailureException(
                new Failure.Overloaded(
                        "The service was stopped while this was being answered. Send the request again.", SOON),
                cause);
    }

    /** A place, held by a question that is being answered. */
    final class Place implements AutoCloseable {

        private final Semaphore of;
        private final boolean isDirect;
        private final Thread thread = Thread.currentThread();

        private Place(Semaphore of, boolean isDirect) {
            this.of = of;
            this.isDirect = isDirect;
        }

        @Override
        public void close() {
            if (taken.remove(this)) {
                of.release();
            }
        }
    }
}
