package io.rlmgateway.access;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one key used and has set aside. Its limits come with each question, so that a change of them counts at once. */
final class KeyAccount {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final SlidingMinute requests = new SlidingMinute();
    private final SlidingMinute tokens = new SlidingMinute();
    private final MoneyPeriod day = MoneyPeriod.day();
    private final MoneyPeriod month = MoneyPeriod.month();
    private int open;
    private long reserved;

    /**
     * An account as an earlier process left it.
     *
     * @param history what it knows, or null
     */
    KeyAccount(String keyId, @Nullable SpendingHistory history, Instant now) {
        if (history != null) {
            day.spend(MoneyPeriod.pico(history.spentUsd(keyId, day.begin(now))), now);
            month.spend(MoneyPeriod.pico(history.spentUsd(keyId, month.begin(now))), now);
        }
    }

    /**
     * Admits a question.
     *
     * @param estimate tokens that it will use at least, as far as can be told
     * @return tokens that were counted for it
     * @throws FailureException when a limit does not allow it
     */
    synchronized long admit(KeyLimits limits, long estimate, Instant now) {
        long nanos = nanos(now);
        checkMoney(limits, now);
        checkConcurrency(limits);
        Integer mostRequests = limits.requestsPerMinute();
        if (mostRequests != null) {
            check(requests, 1, mostRequests, nanos, "requests");
        }
        Long mostTokens = limits.tokensPerMinute();
        long counted = mostTokens == null ? 0 : Math.min(estimate, mostTokens);
        if (mostTokens != null) {
            check(tokens, counted, mostTokens, nanos, "tokens");
        }
        requests.add(1, nanos);
        tokens.add(counted, nanos);
        open++;
        return counted;
    }

    private void checkMoney(KeyLimits limits, Instant now) {
        checkPeriod(day.left(limits.usdPerDay(), now), limits.usdPerDay(), "a day", "the next day");
        checkPeriod(month.left(limits.usdPerMonth(), now), limits.usdPerMonth(), "a month", "the next month");
        if (left(limits, now) <= 0) {
            throw new FailureException(new Failure.RateLimited(
                    "What is left of your key's money is set aside for questions that are being answered. Try again when"
                            + " one of them has ended.",
                    SOON));
        }
    }

    private static void checkPeriod(long left, @Nullable Double limit, String period, String next) {
        if (left <= 0) {
            throw new FailureException(new Failure.QuotaExhausted("You exceeded your current quota: your key may spend "
                    + limit + " US dollars " + period + ", and has. It may spend again in " + next
                    + " (UTC), or when whoever gave you the key raises the limit."));
        }
    }

    private void checkConcurrency(KeyLimits limits) {
        Integer most = limits.concurrency();
        if (most != null && open >= most) {
            throw new FailureException(new Failure.RateLimited(
                    "Rate limit reached: your key may have " + most
                            + " questions answered at once. Try again when one of them has ended.",
                    SOON));
        }
    }

    private static void check(SlidingMinute minute, long amount, long limit, long now, String what) {
        Duration wait = minute.untilRoom(amount, limit, now);
        if (wait.isPositive()) {
            throw new FailureException(new Failure.RateLimited(
                    "Rate limit reached for " + what + " per minute: limit " + limit + ", used " + minute.used(now)
                            + ", requested " + amount + ". Please try again in " + RateLimits.goDuration(wait) + ".",
                    wait));
        }
    }

    /** A question is over. */
    synchronized void end(long unusedTokens, Instant admitted, Instant now) {
        open--;
        if (unusedTokens > 0) {
            tokens.takeBack(unusedTokens, nanos(admitted), nanos(now));
        }
    }

    synchronized boolean reserve(KeyLimits limits, long pico, Instant now) {
        if (pico > left(limits, now)) {
            return false;
        }
        reserved += pico;
        return true;
    }

    synchronized void giveBack(long pico) {
        reserved -= pico;
    }

    /** Books tokens beyond those that were counted, and money. */
    synchronized void spend(long furtherTokens, long pico, Instant now) {
        tokens.add(furtherTokens, nanos(now));
        day.spend(pico, now);
        month.spend(pico, now);
    }

    /** {@return picodollars that are neither spent nor set aside} */
    synchronized long left(KeyLimits limits, Instant now) {
        return Math.max(
                0, Math.min(day.left(limits.usdPerDay(), now), month.left(limits.usdPerMonth(), now)) - reserved);
    }

    synchronized RateLimits stand(KeyLimits limits, Instant now) {
        long nanos = nanos(now);
        Integer mostRequests = limits.requestsPerMinute();
        Long mostTokens = limits.tokensPerMinute();
        return new RateLimits(
                mostRequests == null ? null : stand(requests, mostRequests, nanos),
                mostTokens == null ? null : stand(tokens, mostTokens, nanos));
    }

    private static RateLimits.Stand stand(SlidingMinute minute, long limit, long now) {
        return new RateLimits.Stand(limit, Math.max(0, limit - minute.used(now)), minute.untilEmpty(now));
    }

    private static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }
}
