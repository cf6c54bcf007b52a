package io.rlmgateway.upstream;

import java.util.function.Consumer;

/**
 * Told when bytes come from an upstream that are no visible text: reasoning, pings, parts of an event. The receiver of
 * pieces that an {@link Upstream} gets is one, so that an attempt that is at work is not taken for a silent one.
 */
public interface SignsOfLife {

    /** Something came. */
    void alive();

    /**
     * Where to tell of signs of life.
     *
     * @param pieces the receiver of an attempt's pieces
     * @return the same where it wants to know, else one that does not
     */
    static SignsOfLife of(Consumer<String> pieces) {
        return pieces instanceof SignsOfLife signs ? signs : () -> {};
    }
}
