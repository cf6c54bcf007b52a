package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.Requests.KeyHeader;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import io.rlmgateway.upstream.wire.WireProvider;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak Anthropic's Messages API. */
@Component
public final class AnthropicProvider extends WireProvider {

    private static final String USUAL_BASE_URL = "https://api.anthropic.com/v1";
    private static final KeyHeader KEY_HEADER = new KeyHeader("x-api-key", "");

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
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "metadata");

    /** Opens nothing by itself. */
    AnthropicProvider(ConnectionProperties connections) {
        super(connections, new Api("anthropic", USUAL_BASE_URL, KEY_HEADER, true, REFUSED));
    }

    @Override
    protected Upstream open(JsonStream stream, Requests requests, UpstreamErrors errors) {
        return new AnthropicUpstream(stream, requests, errors);
    }

    @Override
    public Set<String> ignored(String model, Map<String, Object> parameters) {
        return Sampling.ignored(model, parameters);
    }
}
