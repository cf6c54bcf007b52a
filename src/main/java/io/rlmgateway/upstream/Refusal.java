package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What refusals of about the same moment tell of how many calls an upstream takes: of all that were sent before the first
 * of them was heard of, some were taken. Guarded by its owner.
 */
final class Refusal {

    private static final double SECOND = 1e9;

    /** Who takes less than this part of what was sent shows by it how much it takes. */
    private static final double TELLING = 0.97;

    private static final double DEEPEST_FALL = 0.5;
    private static final double DEEPER = 0.15;
    private static final double FIRST_FALL = 0.1;
    private static final double SERIES_SECONDS = 10;
    private static final double MOST_HELD = 0.2;
    private static final double WINDOW = 1.5e9;
    private static final int MOST_DOUBLINGS = 20;
    private static final double PROBING = 0.01;
    private static final double PROBING_FASTER = 0.002;
    private static final Duration SHORTEST_QUIET = Duration.ofSeconds(60);
    private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);

    private final long began;
    private final double rate;
    private final int series;
    private final double average;
    private final Duration quiet;
    private double taken;
    private long latest;
    private long sentSince;
    private long held;
    private int inRow;

    /**
     * A refusal that was heard of now.
     *
     * @param now the moment, in nanoseconds
     * @param rate calls a second until now
     * @param taken of those of the last second, how many were not refused so far
     * @param before the refusal before, or null
     */
    Refusal(long now, double rate, double taken, @Nullable Refusal before) {
        this.began = now;
        this.latest = now;
        this.rate = rate;
        this.taken = taken;
        this.inRow = before == null ? 1 : before.inRow + 1;
        this.series = before == null || before.seconds(now) >= SERIES_SECONDS ? 0 : before.series + 1;
        this.average = before == null ? Double.MAX_VALUE : before.average(now, series);
        this.quiet = before == null ? SHORTEST_QUIET : before.nextQuiet(now);
    }

    /**
     * What the upstream takes: what it took in the second before where that was less than all; else a little less than
     * was sent, down to what it took since the refusal before.
     *
     * @return calls a second
     */
    double takes() {
        if (taken < TELLING * rate) {
            return Math.max(taken, DEEPEST_FALL * rate);
        }
        double deepest = Math.max(DEEPEST_FALL, 1 - FIRST_FALL - DEEPER * Math.max(0, series - 1));
        return Math.clamp(average, deepest * rate, TELLING * rate);
    }

    /**
     * Whether a refusal tells something new: of a call that was sent after this was known, when the second that the
     * upstream may count is over.
     */
    boolean isAnswered(long sentAt, long now) {
        boolean counting = taken < TELLING * rate && now - began < WINDOW;
        return sentAt > latest && !counting;
    }

    /**
     * Another refusal that tells nothing new.
     *
     * @param sentAt when its call was sent
     * @param now when it was heard of
     * @return whether the call was sent after the last wait
     */
    boolean again(long sentAt, long now) {
        boolean later = sentAt > latest;
        if (later) {
            latest = now;
            inRow++;
        } else if (sentAt <= began && sentAt >= began - SECOND) {
            taken--;
        }
        return later;
    }

    /** A call that was sent at a moment was taken. */
    void taken(long sentAt) {
        if (sentAt > latest) {
            inRow = 0;
        }
    }

    /** A call is sent. */
    void sent() {
        sentSince++;
    }

    /** Nothing is sent for so many nanoseconds more. */
    void heldFor(long nanos) {
        held += nanos;
    }

    /** {@return how often the wait after refusals in a row is doubled} */
    int doublings() {
        return Math.clamp(inRow - 1L, 0, MOST_DOUBLINGS);
    }

    /**
     * What more is tried, the faster the longer it goes well. Time in which nothing was sent counts like any other, but
     * leads to no more than is tried where nothing is known.
     *
     * @param ceiling what was tried at most
     * @param seconds since when that was so
     * @param now the moment
     * @return what is tried at most now
     */
    double grown(double ceiling, double seconds, long now) {
        double until = seconds(now) - quiet.toSeconds();
        if (until <= 0) {
            return ceiling;
        }
        double grown = ceiling * growth(Math.max(0, until - seconds), until);
        return seconds <= 1 ? grown : Math.max(ceiling, Math.min(LearnedRate.FIRST, grown));
    }

    private static double growth(double from, double until) {
        return Math.exp((until - from) * (PROBING + PROBING_FASTER * (from + until) / 2));
    }

    private double seconds(long now) {
        return (now - began) / SECOND;
    }

    /** What was sent while most of the time was waited says little, unless it is refused again and again. */
    private double average(long now, int seriesSince) {
        boolean tells = held < MOST_HELD * (now - began) || seriesSince > 1;
        return seconds(now) >= 1 && tells ? (sentSince - 1) / seconds(now) : Double.MAX_VALUE;
    }

    /** Where the same came again after all that time, another trial soon would tell no more. */
    private Duration nextQuiet(long now) {
        Duration longer = seconds(now) > SHORTEST_QUIET.toSeconds() ? quiet.multipliedBy(2) : quiet;
        return longer.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : longer;
    }
}
