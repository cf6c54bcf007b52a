package io.rlmgateway.upstream;

import java.time.Duration;

/** Hears how calls pass to upstreams; a bean of it is told. It must be quick and must not throw. */
public interface UpstreamListener {

    /**
     * An attempt got its place.
     *
     * @param upstream the upstream
     * @param model the model's name there
     * @param waited how long it waited for its turn
     */
    void admitted(String upstream, String model, Duration waited);

    /**
     * An attempt failed.
     *
     * @param upstream the upstream
     * @param model the model's name there
     * @param kind how
     * @param repeated whether another one follows
     */
    void failed(String upstream, String model, UpstreamException.Kind kind, boolean repeated);

    /**
     * A call that was sent a second time is over.
     *
     * @param upstream the upstream
     * @param model the model's name there
     * @param outcome what came of it
     */
    default void hedged(String upstream, String model, HedgeOutcome outcome) {}

    /** What came of a call that was sent a second time while the first one was under way. */
    enum HedgeOutcome {
        /** The reply of the second one counted. */
        WON,
        /** The reply of the first one counted. */
        LOST,
        /** Neither had one. */
        FAILED
    }

    /**
     * Several as one.
     *
     * @param listeners who is told
     * @return tells all of them
     */
    static UpstreamListener all(Iterable<UpstreamListener> listeners) {
        return new UpstreamListener() {
            @Override
            public void admitted(String upstream, String model, Duration waited) {
                listeners.forEach(listener -> listener.admitted(upstream, model, waited));
            }

            @Override
            public void failed(String upstream, String model, UpstreamException.Kind kind, boolean repeated) {
                listeners.forEach(listener -> listener.failed(upstream, model, kind, repeated));
            }

            @Override
            public void hedged(String upstream, String model, HedgeOutcome outcome) {
                listeners.forEach(listener -> listener.hedged(upstream, model, outcome));
            }
        };
    }
}
