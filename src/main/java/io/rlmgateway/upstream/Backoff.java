package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before another attempt: anything up to a bound that doubles ("full jitter", M. Brooker, Exponential
 * Backoff And Jitter, AWS Architecture Blog 2015), and never less than the upstream asked for.
 *
 * @param first the bound before the second attempt
 * @param most where the bound stops to grow
 * @param random where the jitter comes from
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {

    private static final int DOUBLINGS = 20;

    /**
     * The wait after a failed attempt.
     *
     * @param attempt which attempt failed, from 1
     * @param retryAfter how long the upstream asked to wait, or null
     * @return how long to wait
     */
    Duration after(int attempt, @Nullable Duration retryAfter) {
        long doubled = first.toNanos() << Math.min(attempt - 1, DOUBLINGS);
        Duration jitter = Duration.ofNanos(random.nextLong(Math.min(doubled, most.toNanos()) + 1));
        return retryAfter == null ? jitter : retryAfter.plus(jitter);
    }
}
