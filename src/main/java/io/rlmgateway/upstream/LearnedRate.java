package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rate at which an upstream takes calls, in calls a second: no more than is configured, and otherwise found out. It
 * begins low and doubles each second in which all was used. A refusal shows what the upstream takes: what it took in the
 * second before, or since the refusal before, whichever is less; from there the rate stays for a while and then feels
 * its way up. After a refusal nothing is sent until the time that the upstream asked for, else for a moment that doubles.
 * Guarded by its owner.
 */
final class LearnedRate {

    static final double FIRST = 1000;

    private static final double ENOUGH = 1_000_000;
    private static final double LEAST = 1.0 / 60;
    private static final double DEEPEST_FALL = 0.5;
    private static final double LEAST_FALL = 0.97;
    private static final double HEADROOM = 1.02;
    private static final double SECOND = 1e9;
    private static final Duration FIRST_HOLD = Duration.ofMillis(200);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);
    private static final Duration SHORTEST_QUIET = Duration.ofSeconds(30);
    private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);
    private static final double PROBING = 0.01;
    private static final double PROBING_FASTER = 0.002;

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
    private @Nullable Epoch epoch;

    /** What began with a refusal: its first moment, and what the upstream took. */
    private static final class Epoch {

        private final long began;
        private final long before;
        private final double rate;
        private double taken;
        private Duration quiet;
        private long sentSince;
        private int refusals;

        Epoch(long began, double rate, double taken, Duration quiet, int refusals) {
            this.began = began;
            this.before = began - (long) SECOND;
            this.rate = rate;
            this.taken = taken;
            this.quiet = quiet;
            this.refusals = refusals;
        }
    }

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
        if (epoch != null) {
            epoch.sentSince++;
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
        if (epoch != null && sentAt > epoch.began) {
            epoch.refusals = 0;
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
        Epoch last = epoch;
        if (last == null || sentAt > last.began) {
            Epoch begun = begin(now, last, pressed);
            epoch = begun;
            fall(begun);
            hold(now, begun.refusals, retryAfter);
        } else {
            if (sentAt >= last.before) {
                last.taken--;
                fall(last);
            }
            hold(now, 0, retryAfter);
        }
    }

    private Epoch begin(long now, @Nullable Epoch last, boolean pressed) {
        double sent = recent.count(now);
        double taken = sent - 1;
        double before = pressed ? Math.min(rate, sent) : rate;
        if (last == null) {
            return new Epoch(now, before, taken, SHORTEST_QUIET, 1);
        }
        double seconds = (now - last.began) / SECOND;
        if (seconds >= 1) {
            taken = Math.min(taken, (last.sentSince - 1) / seconds);
        }
        boolean sameAgain = seconds > SHORTEST_QUIET.toSeconds();
        Duration quiet = sameAgain ? last.quiet.multipliedBy(2) : last.quiet;
        return new Epoch(
                now, before, taken, quiet.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : quiet, last.refusals + 1);
    }

    private void fall(Epoch from) {
        rate = Math.max(LEAST, Math.clamp(from.taken, DEEPEST_FALL * from.rate, LEAST_FALL * from.rate));
        ceiling = Math.min(most, rate * HEADROOM);
        grown = time.nanos();
        pace.change(perSecond());
    }

    private void hold(long now, int refusals, @Nullable Duration retryAfter) {
        long wait;
        if (retryAfter != null) {
            wait = retryAfter.toNanos();
        } else if (refusals == 0) {
            return;
        } else {
            long bound = Math.min(LONGEST_HOLD.toNanos(), FIRST_HOLD.toNanos() << Math.min(refusals - 1, 20));
            wait = bound / 2 + random.nextLong(bound / 2 + 1);
        }
        held = Math.max(held, now + wait);
    }

    private void grow(long now) {
        double seconds = (now - grown) / SECOND;
        grown = now;
        if (now > toldUntil) {
            told = Double.MAX_VALUE;
        }
        Epoch last = epoch;
        if (last == null) {
            // only what is used up shows that more is wanted
            boolean used = recent.count(now) > rate / 2;
            rate = Math.min(Math.min(most, ENOUGH), used ? rate * Math.pow(2, Math.min(seconds, 1)) : rate);
        } else {
            double probing = (now - last.began - last.quiet.toNanos()) / SECOND;
            if (probing > 0) {
                double growth = (PROBING + PROBING_FASTER * probing) * Math.min(seconds, 1);
                ceiling = Math.min(most, ceiling * Math.exp(growth));
            }
            rate = ceiling - (ceiling - rate) * Math.exp(-seconds);
        }
        pace.change(perSecond());
    }
}
