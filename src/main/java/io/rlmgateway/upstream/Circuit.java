package io.rlmgateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Leaves a model alone at an endpoint that is down, for a second, and then tries it with a few calls. Trials that tell
 * nothing in time are given up for new ones. Guarded by its owner.
 */
final class Circuit {

    private static final int WATCHED_CALLS = 20;
    private static final int CALLS_BEFORE_JUDGEMENT = 10;
    private static final int TRIAL_CALLS = 3;
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(3);
    private static final double LONGER = 1.5;
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(5);

    private final Time time;
    private final CircuitBreaker breaker;
    private long trialsBegan;

    /**
     * A circuit, closed.
     *
     * @param name what it is for
     * @param time what it goes by
     */
    Circuit(String name, Time time) {
        this.time = time;
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WATCHED_CALLS, CALLS_BEFORE_JUDGEMENT, SlidingWindowType.COUNT_BASED)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(FIRST_REST, LONGER, LONGEST_REST))
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .clock(new TimeClock(time))
                        .currentTimestampFunction(clock -> time.nanos(), TimeUnit.NANOSECONDS)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** {@return whether a call may pass; then its outcome must be told, or that it has none} */
    boolean tryPass() {
        State before = breaker.getState();
        boolean passes = breaker.tryAcquirePermission();
        if (breaker.getState() == State.HALF_OPEN) {
            if (before != State.HALF_OPEN) {
                trialsBegan = time.nanos();
            } else if (!passes && time.nanos() - trialsBegan > LONGEST_TRIAL.toNanos()) {
                breaker.transitionToOpenState();
            }
        }
        return passes;
    }

    /** {@return whether calls are refused; while others try whether the upstream is back it is worth to wait} */
    boolean isOpen() {
        return breaker.getState() == State.OPEN;
    }

    /** {@return when to ask again whether a call may pass, at the latest} */
    Duration checkAfter() {
        return isOpen() ? FIRST_REST : LONGEST_TRIAL;
    }

    /** {@return {@code closed}, {@code open} or {@code half_open}} */
    String state() {
        return breaker.getState().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** {@return the refusal of a call} */
    CallNotPermittedException refusal() {
        return CallNotPermittedException.createCallNotPermittedException(breaker);
    }

    /** A call was answered. */
    void answered() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** A call showed nothing of the upstream's health. */
    void toldNothing() {
        breaker.releasePermission();
    }

    /** A call failed. A refusal shows an upstream at work; one that has too much to do shows nothing. */
    void failed(UpstreamException failure) {
        switch (failure.kind()) {
            case UNAVAILABLE, TIMED_OUT -> breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            case RATE_LIMITED -> toldNothing();
            case TOO_LONG, REJECTED, KEY_REFUSED -> answered();
        }
    }
}
