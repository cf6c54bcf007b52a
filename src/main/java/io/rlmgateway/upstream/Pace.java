package io.rlmgateway.upstream;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;

/**
 * Spreads what is spent evenly, on Resilience4j's rate limiter. What was spent is waited for by the next that comes, so
 * something large passes at once and nobody needs to know before how large it will be. Guarded by its owner.
 */
final class Pace {

    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final double PERIODS_A_SECOND = 50;

    /** So that one request in some minutes is still a whole number of permits in each period. */
    private static final int MOST_PERMITS = Integer.MAX_VALUE / 8;

    private static final double LONGEST_HEAD_START = 5e9;
    private static final double NANOS = 1e9;

    private final Time time;
    private final double permitsEach;
    private double early;
    private AtomicRateLimiter limiter;
    private double perSecond;
    private long free;
    private double credit;

    /**
     * A pace.
     *
     * @param time what it goes by
     * @param permitsEach permits of the limiter for one of what is spent, the finer the higher
     * @param early how many may go ahead of the even pace after a rest
     */
    Pace(Time time, int permitsEach, int early) {
        this.time = time;
        this.permitsEach = permitsEach;
        this.early = early;
        this.perSecond = Double.MAX_VALUE;
        this.free = time.nanos();
        this.limiter = limiter(time, MOST_PERMITS);
    }

    /** {@return how much may be spent in a second} */
    double perSecond() {
        return perSecond;
    }

    /** Changes how much may be spent in a second. */
    void change(double newPerSecond) {
        if (newPerSecond != perSecond) {
            if (newPerSecond < perSecond / 2) {
                // what the limiter saved up at the old pace is no measure of the new one
                limiter.drainPermissions();
            }
            perSecond = newPerSecond;
            limiter.changeLimitForPeriod(permits(newPerSecond / PERIODS_A_SECOND));
        }
    }

    /** Nothing goes ahead of the even pace any more. */
    void keepEven() {
        early = 0;
    }

    /** {@return nanoseconds until something may be spent; 0 or less for now} */
    long nanosToWait() {
        double headStart = Math.min(early / perSecond * NANOS, LONGEST_HEAD_START);
        return free - (long) headStart - time.nanos();
    }

    /** Spends so much; less than nothing is given back: of what was spent, and what is left of it counts for the next. */
    void spend(double amount) {
        double owed = amount - credit;
        credit = Math.max(0, -owed);
        if (owed > 0) {
            // the limiter says when the last of it is there, and does not wait
            free = time.nanos() + Math.max(0, limiter.reservePermission(permits(owed)));
        } else if (credit > perSecond) {
            forgive();
        }
    }

    /** Begins anew with what is still owed, as the limiter takes nothing back. Less than a second's worth may wait. */
    private void forgive() {
        long now = time.nanos();
        double owed = Math.max(0, free - now) / NANOS * perSecond;
        double left = Math.max(0, owed - credit);
        credit = Math.min(perSecond, Math.max(0, credit - owed));
        limiter = limiter(time, permits(perSecond / PERIODS_A_SECOND));
        limiter.drainPermissions();
        free = now + (left > 0 ? Math.max(0, limiter.reservePermission(permits(left))) : 0);
    }

    private static AtomicRateLimiter limiter(Time time, int permitsInPeriod) {
        return new AtomicRateLimiter(
                "pace",
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(PERIOD)
                        .limitForPeriod(permitsInPeriod)
                        .timeoutDuration(Duration.ofDays(1))
                        .build(),
                time::nanos);
    }

    private int permits(double amount) {
        return (int) Math.clamp(amount * permitsEach, 1, MOST_PERMITS);
    }
}
