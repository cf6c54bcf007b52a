package io.rlmgateway.upstream;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One configured model API. Implementations make exactly one attempt a call: retries, limits and circuit breaking are
 * {@link Models}' work.
 */
public interface Upstream {

    /**
     * Asks a model and waits for the whole reply. Called on virtual threads; an interrupt aborts the call, closes its
     * connection and throws {@link java.util.concurrent.CancellationException}.
     *
     * @param model the model's name at the upstream, without the upstream's own name
     * @param request the call
     * @param pieces receives the visible text as it arrives, in order, on the calling thread
     * @return the whole reply, its text being the pieces joined
     * @throws UpstreamException when the upstream did not give a reply
     */
    ModelReply complete(String model, ModelRequest request, Consumer<String> pieces);

    /** {@return what passes clients' requests on as they are, or empty where they must be put into other words} */
    default Optional<Relay> relay() {
        return Optional.empty();
    }
}
