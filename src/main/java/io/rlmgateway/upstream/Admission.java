package io.rlmgateway.upstream;

/**
 * An attempt's place at an upstream; given back by who gave it. Used on the attempt's thread, signs of life on any.
 */
final class Admission {

    private final Turnstile turnstile;
    private final Line line;
    private final Lane lane;
    private final long sentAt;
    private final long counted;
    private volatile long lastSign;
    private volatile boolean alive;
    private volatile boolean whole;
    private boolean judged;
    private boolean settled;

    /**
     * A place.
     *
     * @param turnstile who gives it
     * @param line the model's
     * @param lane where the call goes
     * @param sentAt when it was given, in nanoseconds
     * @param counted tokens that were counted for the call
     */
    Admission(Turnstile turnstile, Line line, Lane lane, long sentAt, long counted) {
        this.turnstile = turnstile;
        this.line = line;
        this.lane = lane;
        this.sentAt = sentAt;
        this.counted = counted;
        this.lastSign = sentAt;
    }

    /** {@return where to ask} */
    Upstream upstream() {
        return lane.endpoint().upstream();
    }

    /** {@return the model's name there} */
    String model() {
        return line.model();
    }

    /** Something came from the upstream, so it is at work. */
    void alive(long now) {
        lastSign = now;
        if (!alive) {
            alive = true;
            turnstile.alive(this);
        }
    }

    /** {@return whether anything came from the upstream} */
    boolean isAlive() {
        return alive;
    }

    /** The answer comes in one piece, so nothing of it comes before it is made. */
    void inOnePiece() {
        whole = true;
    }

    /** {@return whether the answer comes in one piece} */
    boolean isInOnePiece() {
        return whole;
    }

    /** {@return when something came from the upstream for the last time, or the call was sent, in nanoseconds} */
    long lastSign() {
        return lastSign;
    }

    /** The upstream said something of its limits. */
    void told(RateLimits limits) {
        turnstile.told(this, limits);
    }

    /** The call used so many tokens. */
    void used(long tokens) {
        turnstile.used(this, tokens);
    }

    Line line() {
        return line;
    }

    Lane lane() {
        return lane;
    }

    long sentAt() {
        return sentAt;
    }

    long counted() {
        return counted;
    }

    /** {@return whether the tokens that were counted are still to be compared with those used; they are once} */
    boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    /** {@return whether the circuit is still to be told of this call; it is told once} */
    boolean judge() {
        boolean first = !judged;
        judged = true;
        return first;
    }
}
