package io.rlmgateway.upstream;

/** Passes requests on to an upstream, and its answers back, without reading more of them than must be changed. */
public interface Relay {

    /**
     * Passes a request on and its answer back, on the calling thread. An interrupt aborts it, closes the upstream's
     * connection and throws {@link java.util.concurrent.CancellationException}.
     *
     * <p>An {@link Upstream}'s own relay makes one attempt and throws {@link UpstreamException}; that of {@link Models}
     * keeps to the limits, tries again while nothing of the answer was passed on, and throws
     * {@link io.rlmgateway.api.FailureException}.
     *
     * @param request the request
     * @param receiver takes the answer
     * @return what is known of the answer when all of it has been passed on
     */
    Relayed pass(RelayRequest request, RelayReceiver receiver);

    /**
     * What is known of an answer that was passed on.
     *
     * @param usage its tokens
     * @param limits what its headers say of the upstream's limits
     */
    record Relayed(TokenUsage usage, RateLimitHeaders limits) {}
}
