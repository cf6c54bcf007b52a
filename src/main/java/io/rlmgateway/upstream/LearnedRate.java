package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rate at which an upstream takes calls, in calls a second: no more than is configured, and otherwise found out. It
 * begins low and doubles each second in which all was used. A refusal shows what the upstream takes: what it took in the
 * second before, or since the refusal before, whichever is less; from there the rate stays for a while and then feels
 * its way up, also while nothing is sent. A refusal of a call that was alone tells nothing of the rate. After a refusal
 * nothing is sent until the time that the upstream asked for, else for a moment that doubles. Guarded by its owner.
 */
final class LearnedRate {

    static final double FIRST = 1000;

    private static final double ENOUGH = 1_000_000;
    private static final double LEAST = 1.0 / 60;
    private static final double BELOW = 0.98;
    private static final double CEILING = 0.99;
    private static final double SECOND = 1e9;
    private static final Duration FIRST_HOLD = Duration.ofMillis(200);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 20;
    private static final int NO_NEWS = -1;

    private final Time time;
    private final RandomGenerator random;
    private final double most;
    private final RecentSecond recent;
    private final Pace pace;

    private double rate;
    private double ceiling;
    private double told = Double.MAX_VALUE;
    private long toldUntil;
    private long held;
    private long grown;
    private int refusedInRow;
    private int aloneInRow;
    private @Nullable Refusal last;
    private double known = Double.MAX_VALUE;

    /**
     * A rate that nothing is known of.
     *
     * @param time what it goes by
     * @param most calls a second at most, or null for as many as the upstream takes
     * @param random jitter of the wait after a refusal
     */
    LearnedRate(Time time, @Nullable Double most, RandomGenerator random) {
        this.time = time;
        this.random = random;
        this.most = most == null ? Double.MAX_VALUE : most;
        this.recent = new RecentSecond();
        this.pace = new Pace(time, 100_000, 5);
        this.rate = Math.min(this.most, FIRST);
        this.ceiling = this.most;
        this.grown = time.nanos();
        this.held = time.nanos();
        pace.change(rate);
    }

    /** {@return calls a second, as things are} */
    double perSecond() {
        return Math.min(rate, told);
    }

    /** {@return nanoseconds until a call may be sent; 0 or less for now} */
    long nanosToWait() {
        return Math.max(held - time.nanos(), pace.nanosToWait());
    }

    /** {@return nanoseconds for which the upstream wants to be left alone; 0 or less for none} */
    long nanosHeld() {
        return held - time.nanos();
    }

    /** A call is sent. */
    void sent() {
        long now = time.nanos();
        recent.add(now);
        if (last != null) {
            last.sent();
        }
        grow(now);
        pace.spend(1);
    }

    /** The upstream said something of its limit. */
    void told(RateLimits.Window window) {
        long now = time.nanos();
        if (window.remaining() < 1 && window.reset().toNanos() <= 2 * SECOND) {
            held = Math.max(held, now + window.reset().toNanos());
        }
        if (window.isScarce()) {
            told = Math.max(LEAST, window.perSecond());
            toldUntil = now + window.reset().toNanos();
        } else {
            told = Double.MAX_VALUE;
        }
        pace.change(perSecond());
    }

    /** A call that was sent at a moment was taken. */
    void taken(long sentAt) {
        refusedInRow = 0;
        aloneInRow = 0;
        if (last != null) {
            last.taken(sentAt);
        }
    }

    /**
     * A call that was sent at a moment was refused.
     *
     * @param sentAt the moment
     * @param retryAfter for how long the upstream wants no more, or null
     * @param pressed whether more calls wait, so that what was sent is all that could be
     */
    void refused(long sentAt, @Nullable Duration retryAfter, boolean pressed) {
        long now = time.nanos();
        Refusal before = last;
        refusedInRow++;
        double sent = recent.count(now);
        if (sent <= 1) {
            hold(before, now, aloneInRow++, retryAfter);
        } else if (before == null || before.isAnswered(sentAt, now)) {
            Refusal begun = new Refusal(now, pressed ? Math.min(rate, sent) : rate, sent - 1, before);
            last = begun;
            fall(begun);
            hold(begun, now, begun.doublings(), retryAfter);
        } else {
            hold(before, now, before.again(sentAt, now) ? before.doublings() : NO_NEWS, retryAfter);
            fall(before);
        }
    }

    private void fall(Refusal from) {
        double takes = from.takes();
        if (takes != known) {
            known = takes;
            rate = Math.max(LEAST, BELOW * takes);
            ceiling = Math.min(most, Math.max(LEAST, CEILING * takes));
            grown = time.nanos();
            pace.keepEven();
            pace.change(perSecond());
        }
    }

    /** {@return refusals since a call was taken} */
    int refusedInRow() {
        return refusedInRow;
    }

    private void hold(@Nullable Refusal refusal, long now, int doublings, @Nullable Duration retryAfter) {
        long wait = 0;
        if (retryAfter != null) {
            wait = retryAfter.toNanos();
        } else if (doublings > NO_NEWS) {
            long bound = Math.min(LONGEST_HOLD.toNanos(), FIRST_HOLD.toNanos() << Math.min(doublings, MOST_DOUBLINGS));
            wait = bound / 2 + random.nextLong(bound / 2 + 1);
        }
        long until = now + wait;
        if (until > held) {
            if (refusal != null) {
                refusal.heldFor(until - Math.max(held, now));
            }
            held = until;
        }
    }

    private void grow(long now) {
        double seconds = (now - grown) / SECOND;
        grown = now;
        if (now > toldUntil) {
            told = Double.MAX_VALUE;
        }
        if (last == null) {
            // only what is used up shows that more is wanted
            boolean used = recent.count(now) > rate / 2;
            rate = Math.min(Math.min(most, ENOUGH), used ? rate * Math.pow(2, Math.min(seconds, 1)) : rate);
        } else {
            ceiling = Math.min(most, last.grown(ceiling, seconds, now));
            rate = ceiling - (ceiling - rate) * Math.exp(-seconds);
        }
        pace.change(perSecond());
    }
}
