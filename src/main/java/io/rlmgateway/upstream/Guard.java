package io.rlmgateway.upstream;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What every call to an upstream passes through, whatever it sends and however its answer comes: its turn, within the
 * limits of upstream and model; timeouts; further attempts where they can help, within a budget; the circuit.
 */
final class Guard {

    /** Refusals that a call takes: it is the lane that learns from them, and a call is unlucky more than twice rarely. */
    private static final int MOST_REFUSALS = 20;

    private final Turnstile turnstile;
    private final Time time;
    private final Timeouts timeouts;
    private final Retry retry;
    private final RetryBudget budget;

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
     * @param turnstile lets its calls pass
     * @param time what it goes by
     * @param timeouts of an attempt
     * @param retries further attempts after a failed one that another attempt can help
     * @param backoff how long to wait before them
     */
    Guard(Turnstile turnstile, Time time, Timeouts timeouts, int retries, Backoff backoff) {
        this.turnstile = turnstile;
        this.time = time;
        this.timeouts = timeouts;
        this.budget = new RetryBudget(time);
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
        while (true) {
            Admission admission = turnstile.enter(call, attempts > 0, deadline.remaining());
            attempts++;
            try {
                return once(admission, attempt);
            } catch (UpstreamException e) {
                if (!call.mayRepeat().getAsBoolean() || !canHelp(e, call, attempts, deadline)) {
                    throw e;
                }
                pauseAfter(e, retries, deadline);
            }
        }
    }

    private <T> T once(Admission admission, Attempt<T> attempt) {
        Silence silence = new Silence(time, timeouts, admission);
        UpstreamException failure;
        try (silence) {
            T brought = attempt.make(admission);
            turnstile.leave(admission, null);
            return brought;
        } catch (UpstreamException e) {
            failure = silence.expired() == null ? e : silent(silence.expired(), e);
        } catch (RuntimeException e) {
            if (silence.expired() == null) {
                turnstile.abandon(admission);
                throw e;
            }
            failure = silent(silence.expired(), e);
        } catch (Error e) {
            turnstile.abandon(admission);
            throw e;
        }
        turnstile.leave(admission, failure);
        throw failure;
    }

    private static UpstreamException silent(String what, RuntimeException cause) {
        return new UpstreamException(Kind.TIMED_OUT, "it " + what, RateLimitHeaders.NONE, cause);
    }

    private boolean canHelp(UpstreamException failed, GuardedCall call, int attempts, Deadline deadline) {
        return switch (failed.kind()) {
            case RATE_LIMITED ->
                attempts <= MOST_REFUSALS
                        && retry.getRetryConfig().getMaxAttempts() > 1
                        && turnstile.nanosHeld(call.model())
                                < deadline.remaining().toNanos();
            case KEY_REFUSED -> turnstile.hasFreshKey(call.model());
            case UNAVAILABLE, TIMED_OUT ->
                failed.retryAfter() == null || failed.retryAfter().compareTo(deadline.remaining()) < 0;
            case TOO_LONG, REJECTED -> false;
        };
    }

    /** After a refusal for too many calls the next attempt waits for its turn, as long as the lane is held. */
    private void pauseAfter(UpstreamException failed, Retry.AsyncContext<?> retries, Deadline deadline) {
        if (failed.kind() != Kind.UNAVAILABLE && failed.kind() != Kind.TIMED_OUT) {
            return;
        }
        long millis = retries.onError(failed);
        if (millis < 0 || !budget.spend()) {
            throw failed;
        }
        try {
            time.pause(least(Duration.ofMillis(millis), deadline.remaining()));
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
