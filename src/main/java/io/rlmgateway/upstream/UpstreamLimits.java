package io.rlmgateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The limits of one upstream. An attempt first waits for a place, then for its turn within the minute; both waits end
 * by an interrupt. Then the breaker lets it through, or refuses while the upstream is known to be down.
 */
final class UpstreamLimits {

    /** Waits have no end of their own: the call's deadline interrupts them. */
    private static final Duration UNTIL_INTERRUPTED = Duration.ofDays(1);

    private static final int WATCHED_CALLS = 20;
    private static final int CALLS_BEFORE_JUDGEMENT = 10;
    private static final int TRIAL_CALLS = 3;
    private static final Duration REST = Duration.ofSeconds(10);

    private final Bulkhead places;
    private final RateLimiter minute;
    private final CircuitBreaker breaker;

    /**
     * The limits of an upstream.
     *
     * @param name its name
     * @param settings its settings
     */
    UpstreamLimits(String name, UpstreamProperties settings) {
        places = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrency())
                        .maxWaitDuration(UNTIL_INTERRUPTED)
                        .fairCallHandlingStrategyEnabled(true)
                        .build());
        minute = RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(settings.requestsPerMinute())
                        .limitRefreshPeriod(Duration.ofMinutes(1))
                        .timeoutDuration(UNTIL_INTERRUPTED)
                        .build());
        breaker = CircuitBreaker.of(name, breaker());
    }

    /**
     * Makes an attempt within the limits.
     *
     * @param attempt the attempt
     * @param <T> what it brings
     * @return what it brought
     */
    <T> T within(Supplier<T> attempt) {
        return places.executeSupplier(() -> minute.executeSupplier(() -> breaker.executeSupplier(attempt)));
    }

    private static CircuitBreakerConfig breaker() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(WATCHED_CALLS, CALLS_BEFORE_JUDGEMENT, SlidingWindowType.COUNT_BASED)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                .recordException(UpstreamLimits::upstreamIsDown)
                .ignoreException(UpstreamLimits::saysNothingOfUpstream)
                .writableStackTraceEnabled(false)
                .build();
    }

    private static boolean upstreamIsDown(Throwable error) {
        return error instanceof UpstreamException failed
                && switch (failed.kind()) {
                    case UNAVAILABLE, TIMED_OUT -> true;
                    case RATE_LIMITED, TOO_LONG, REJECTED -> false;
                };
    }

    /** A refusal shows an upstream at work; a busy one, a cancelled call or a defect of ours shows nothing. */
    private static boolean saysNothingOfUpstream(Throwable error) {
        return !(error instanceof UpstreamException failed) || failed.kind() == UpstreamException.Kind.RATE_LIMITED;
    }
}
