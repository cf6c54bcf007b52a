package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.Upstream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An upstream with a relay beside it.
 *
 * @param upstream answers calls of this service's own
 * @param raw passes clients' requests on
 */
record RelayingUpstream(Upstream upstream, Relay raw) implements Upstream {

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        return upstream.complete(model, request, pieces);
    }

    @Override
    public Optional<Relay> relay() {
        return Optional.of(raw);
    }
}
