package io.rlmgateway.upstream;

/**
 * Where the calls of a share's member stand in the queues before the upstreams.
 *
 * @param waiting how many of them wait
 * @param ahead how many calls of others go before the first of them, if nothing else comes; 0 when none waits
 */
public record QueuePlace(int waiting, int ahead) {

    /** Nothing waits. */
    public static final QueuePlace NONE = new QueuePlace(0, 0);

    /**
     * Adds the calls that wait in another queue; the first of all is the one with fewer ahead.
     *
     * @param other the other queue
     * @return both
     */
    QueuePlace plus(QueuePlace other) {
        if (waiting == 0 || other.waiting == 0) {
            return waiting == 0 ? other : this;
        }
        return new QueuePlace(waiting + other.waiting, Math.min(ahead, other.ahead));
    }
}
