package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.Requests.KeyHeader;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import io.rlmgateway.upstream.wire.WireProvider;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak Ollama's own API. */
@Component
public final class OllamaProvider extends WireProvider {

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
            "metadata",
            "tool_choice",
            "parallel_tool_calls");

    /** Opens nothing by itself. */
    OllamaProvider(ConnectionProperties connections) {
        super(connections, new Api("ollama", USUAL_BASE_URL, KEY_HEADER, false, REFUSED));
    }

    @Override
    protected Upstream open(JsonStream stream, Requests requests, UpstreamErrors errors) {
        return new OllamaUpstream(stream, requests, errors);
    }
}
