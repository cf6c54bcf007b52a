package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One model at one endpoint: at what rate it is asked, and whether at all. Guarded by its owner. */
final class Lane {

    private static final Duration REST = Duration.ofMinutes(5);
    private static final double MINUTE = 60;

    private final Endpoint endpoint;
    private final Time time;
    private final LearnedRate requests;
    private final Pace tokens;
    private final @Nullable Double mostTokens;
    private final Circuit circuit;
    private double served;
    private long rested;
    private boolean counted;
    private @Nullable UpstreamException refusal;

    /**
     * A lane that nothing was sent on.
     *
     * @param name what it is, for the circuit
     * @param endpoint where it leads
     * @param limits the limits as configured
     * @param time what it goes by
     * @param random jitter of waits
     */
    Lane(String name, Endpoint endpoint, LimitProperties limits, Time time, RandomGenerator random) {
        this.endpoint = endpoint;
        this.time = time;
        this.requests = new LearnedRate(time, perSecond(limits.requestsPerMinute()), random);
        this.tokens = new Pace(time, 100, 0);
        this.mostTokens = perSecond(limits.tokensPerMinute());
        this.circuit = new Circuit(name + "#" + endpoint.number(), time);
        this.rested = time.nanos();
        if (mostTokens != null) {
            tokens.change(mostTokens);
            counted = true;
        }
    }

    /** {@return where it leads} */
    Endpoint endpoint() {
        return endpoint;
    }

    /** {@return calls a second, as things are} */
    double perSecond() {
        return requests.perSecond();
    }

    /** {@return whether the circuit lets calls, or will soon} */
    boolean isOpen() {
        return circuit.isOpen();
    }

    /** {@return the circuit} */
    Circuit circuit() {
        return circuit;
    }

    /** {@return nanoseconds until it can take a call; 0 or less for now} */
    long nanosToWait() {
        return Math.max(requests.nanosToWait(), tokens.nanosToWait());
    }

    /** {@return nanoseconds for which the upstream wants no call at all; 0 or less for none} */
    long nanosHeld() {
        return requests.nanosHeld();
    }

    /** {@return refusals for too many calls since one was taken} */
    int refusedInRow() {
        return requests.refusedInRow();
    }

    /** {@return whether its key was refused lately, so that others are better} */
    boolean rests() {
        return rested - time.nanos() > 0;
    }

    /** {@return calls that it took in comparison with others of another weight} */
    double served() {
        return served;
    }

    /** A lane that is new or had nothing to do does not make up for it. */
    void catchUp(double least) {
        served = Math.max(served, least);
    }

    /** {@return the last refusal for too many calls, or null} */
    @Nullable
    UpstreamException refusal() {
        return refusal;
    }

    /**
     * A call is sent.
     *
     * @param call the call
     * @return the tokens that were counted for it
     */
    long sent(GuardedCall call) {
        served += 1.0 / endpoint.weight();
        requests.sent();
        long amount = counted ? call.tokens().getAsLong() : 0;
        tokens.spend((double) amount);
        return amount;
    }

    /** It shows how many tokens a call used for which others were counted. */
    void used(long amount, long before) {
        if (before > 0) {
            tokens.spend((double) amount - before);
        }
    }

    /** The upstream said something of its limits. */
    void told(RateLimits limits) {
        if (limits.requests() != null) {
            requests.told(limits.requests());
        }
        if (limits.tokens() != null) {
            RateLimits.Window window = limits.tokens();
            double most = mostTokens == null ? Double.MAX_VALUE : mostTokens;
            counted = true;
            tokens.change(window.isScarce() ? Math.min(most, Math.max(1, window.perSecond())) : most);
        }
    }

    /** A call that was sent at a moment was taken. */
    void taken(long sentAt) {
        requests.taken(sentAt);
    }

    /**
     * A call failed that was sent at a moment.
     *
     * @param failure how
     * @param sentAt the moment
     * @param pressed whether more calls wait
     */
    void failed(UpstreamException failure, long sentAt, boolean pressed) {
        told(RateLimits.of(failure.limits()));
        switch (failure.kind()) {
            case RATE_LIMITED -> {
                refusal = failure;
                requests.refused(sentAt, failure.retryAfter(), pressed);
            }
            case KEY_REFUSED -> rested = time.nanos() + REST.toNanos();
            case UNAVAILABLE, TIMED_OUT, TOO_LONG, REJECTED -> {}
        }
    }

    private static @Nullable Double perSecond(@Nullable Integer perMinute) {
        return perMinute == null ? null : perMinute / MINUTE;
    }
}
