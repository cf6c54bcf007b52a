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
        };
    }
}
