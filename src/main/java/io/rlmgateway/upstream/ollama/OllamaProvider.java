package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamKey;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.Requests.KeyHeader;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import java.net.URI;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak Ollama's own API. */
@Component
public final class OllamaProvider implements UpstreamProvider {

    private static final String USUAL_BASE_URL = "http://localhost:11434";
    private static final KeyHeader KEY_HEADER = new KeyHeader("Authorization", "Bearer ");

    /** OpenAI's parameters that the API has no words for. */
    private static final Set<String> REFUSED = Set.of(
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "service_tier",
            "store",
            "verbosity",
            "prediction",
            "modalities",
            "prompt_cache_key",
            "safety_identifier",
            "web_search_options",
            "user",
            "metadata");

    private final ConnectionProperties connections;

    /** Opens nothing by itself. */
    OllamaProvider(ConnectionProperties connections) {
        this.connections = connections;
    }

    @Override
    public String kind() {
        return "ollama";
    }

    @Override
    public Set<String> refused() {
        return REFUSED;
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings) {
        return open(name, settings, connections.key(name, settings));
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings, UpstreamKey key) {
        URI baseUrl = ConnectionProperties.baseUrl(name, settings, USUAL_BASE_URL);
        UpstreamErrors errors = new UpstreamErrors(key);
        return new OllamaUpstream(
                new JsonStream(settings.connectTimeout(), errors),
                new Requests(baseUrl, key, KEY_HEADER, connections.of(name)),
                errors);
    }
}
