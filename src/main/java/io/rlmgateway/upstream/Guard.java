package io.rlmgateway.upstream;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rlmgateway.tracing.ParentSpan;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every call to an upstream passes through, whatever it sends and however its answer comes: its turn, within the
 * limits of upstream and model; timeouts; further attempts where they can help, within a budget; the circuit.
 */
final class Guard {

    private final Turnstile turnstile;
    private final Time time;
    private final Timeouts timeouts;
    private final Retry retry;
    private final RetryBudget budget;
    private final FurtherAttempts further;
    private final String name;
    private final UpstreamListener listener;
    private final Spans spans;

    /**
     * An exchange of any kind with an upstream.
     *
     * @param <T> what it brings
     */
    interface Attempt<T> {

        /**
         * Makes one attempt on the calling thread. An interrupt ends it.
         *
         * @param admission where to ask, and who wants to hear of signs of life and limits
         * @return what it brought
         * @throws UpstreamException when it brought nothing
         */
        T make(Admission admission);
    }

    /**
     * Guards an upstream.
     *
     * @param name its name
     * @param turnstile lets its calls pass
     * @param timing when what happens
     * @param retries further attempts after a failed one that another attempt can help
     * @param watch who sees attempts
     */
    Guard(String name, Turnstile turnstile, Timing timing, int retries, Watch watch) {
        this.name = name;
        this.listener = watch.listener();
        this.spans = watch.spans();
        this.turnstile = turnstile;
        this.time = timing.time();
        this.timeouts = timing.timeouts();
        Backoff backoff = timing.backoff();
        this.budget = new RetryBudget(time);
        this.further = new FurtherAttempts(turnstile, retries > 0);
        this.retry = Retry.of(
                "upstream",
                RetryConfig.custom()
                        .maxAttempts(1 + retries)
                        .retryOnException(UpstreamException.class::isInstance)
                        .intervalBiFunction((attempt, outcome) -> backoff.after(
                                        attempt, outcome.isLeft() ? retryAfter(outcome.getLeft()) : null)
                                .toMillis())
                        .build());
    }

    /**
     * When what happens.
     *
     * @param time what it goes by
     * @param timeouts of an attempt
     * @param backoff how long to wait before another
     */
    record Timing(Time time, Timeouts timeouts, Backoff backoff) {}

    /**
     * Who sees attempts.
     *
     * @param listener hears of them
     * @param spans traces them
     */
    record Watch(UpstreamListener listener, Spans spans) {

        /** Nobody. */
        static final Watch NONE = new Watch(UpstreamListener.all(List.of()), Spans.none());
    }

    /** {@return lets its calls pass} */
    Turnstile turnstile() {
        return turnstile;
    }

    /**
     * Makes a call, in as many attempts as it takes and may take.
     *
     * @param call the call
     * @param deadline the calling thread's
     * @param attempt makes one attempt
     * @param <T> what it brings
     * @return what it brought
     * @throws UpstreamException the last attempt's failure
     * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException when the upstream is known to be down
     * @throws CancellationException when the thread is interrupted
     */
    <T> T attempt(GuardedCall call, Deadline deadline, Attempt<T> attempt) {
        budget.earn();
        Retry.AsyncContext<T> retries = retry.asyncContext();
        int attempts = 0;
        Duration waited = Duration.ZERO;
        while (true) {
            long began = time.nanos();
            Admission admission = turnstile.enter(call, attempts > 0, mayWait(call, deadline, waited));
            Duration turn = Duration.ofNanos(admission.sentAt() - began);
            waited = waited.plus(turn);
            int number = ++attempts;
            try {
                return admitted(admission, turn, number, attempt);
            } catch (UpstreamException e) {
                Duration pause = pauseAfter(e, call, attempts, mayWait(call, deadline, waited), retries);
                listener.failed(name, call.model(), e.kind(), pause != null);
                if (pause == null) {
                    throw e;
                }
                pause(least(pause, deadline.remaining()), e);
                waited = waited.plus(pause);
            }
        }
    }

    /**
     * Makes one attempt beside those of a call that is under way, for which a further attempt was {@link #spend spent}: at
     * once or not at all.
     *
     * @param call the call
     * @param attempt makes the attempt
     * @param <T> what it brings
     * @return what it brought
     */
    <T> T beside(GuardedCall call, Attempt<T> attempt) {
        Admission admission;
        try {
            admission = turnstile.enter(call, false, Duration.ZERO);
        } catch (RuntimeException e) {
            budget.giveBack();
            throw e;
        }
        try {
            return admitted(admission, Duration.ZERO, 1, attempt);
        } catch (UpstreamException e) {
            listener.failed(name, call.model(), e.kind(), false);
            throw e;
        }
    }

    /** {@return whether a further attempt may be made; then it is counted} */
    boolean spend() {
        return budget.spend();
    }

    /** A call that was sent a second time is over. */
    void hedged(String model, UpstreamListener.HedgeOutcome outcome) {
        listener.hedged(name, model, outcome);
    }

    /** {@return the task with its attempts within the thread's current span, whatever thread does it} */
    Runnable traced(Runnable task) {
        ParentSpan parent = spans.current();
        return () -> {
            try (Spans.Scope _ = spans.within(parent)) {
                task.run();
            }
        };
    }

    private <T> T admitted(Admission admission, Duration turn, int number, Attempt<T> attempt) {
        return once(admission, () -> {
            listener.admitted(name, admission.model(), turn);
            return spans.attempt(number, () -> listening(admission, attempt));
        });
    }

    /** The place is given back however the attempt, or who watches it, ends. */
    private <T> T once(Admission admission, Supplier<T> attempt) {
        boolean answered = false;
        UpstreamException failure = null;
        try {
            T brought = attempt.get();
            answered = true;
            return brought;
        } catch (UpstreamException e) {
            failure = e;
            throw e;
        } finally {
            if (answered || failure != null) {
                turnstile.leave(admission, failure);
            } else {
                turnstile.abandon(admission);
            }
        }
    }

    private <T> T listening(Admission admission, Attempt<T> attempt) {
        Silence silence = new Silence(time, timeouts, admission);
        try (silence) {
            return attempt.make(admission);
        } catch (RuntimeException e) {
            String expired = silence.expired();
            throw expired == null ? e : silent(expired, e);
        }
    }

    private static UpstreamException silent(String what, RuntimeException cause) {
        return new UpstreamException(Kind.TIMED_OUT, "it " + what, RateLimitHeaders.NONE, cause);
    }

    /** What another model can answer has only so much patience, for all its turns and pauses. */
    private static Duration mayWait(GuardedCall call, Deadline deadline, Duration waited) {
        if (call.patience() == null) {
            return deadline.remaining();
        }
        Duration left = call.patience().minus(waited);
        return left.isNegative() ? Duration.ZERO : least(left, deadline.remaining());
    }

    /**
     * After a refusal for too many calls the next attempt waits for its turn as long as the lane is held, and needs no
     * pause of its own.
     *
     * @return the pause, or null when there may be no further attempt
     */
    private @Nullable Duration pauseAfter(
            UpstreamException failed, GuardedCall call, int attempts, Duration most, Retry.AsyncContext<?> retries) {
        if (!further.canHelp(failed, call, attempts, most)) {
            return null;
        }
        if (failed.kind() != Kind.UNAVAILABLE && failed.kind() != Kind.TIMED_OUT) {
            return call.mayRepeat().getAsBoolean() ? Duration.ZERO : null;
        }
        return again(call, most, retries.onError(failed));
    }

    /** A pause that the retry allows, or null where it is too long or too many attempts were made again. */
    private @Nullable Duration again(GuardedCall call, Duration most, long millis) {
        if (millis < 0 || exceeds(millis, call, most) || !budget.spend()) {
            return null;
        }
        // asked last: what was passed on is forgotten by it
        if (call.mayRepeat().getAsBoolean()) {
            return Duration.ofMillis(millis);
        }
        budget.giveBack();
        return null;
    }

    private static boolean exceeds(long millis, GuardedCall call, Duration most) {
        return call.patience() != null && millis > most.toMillis();
    }

    private void pause(Duration pause, UpstreamException failed) {
        try {
            if (pause.isPositive()) {
                time.pause(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(failed);
            throw cancelled;
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 || other.isNegative() ? one : other;
    }

    private static @Nullable Duration retryAfter(Throwable error) {
        return error instanceof UpstreamException failed ? failed.retryAfter() : null;
    }
}
