package io.rlmgateway.upstream.anthropic;

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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens upstreams that speak Anthropic's Messages API. */
@Component
public final class AnthropicProvider implements UpstreamProvider {

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

    private final ConnectionProperties connections;

    /** Opens nothing by itself. */
    AnthropicProvider(ConnectionProperties connections) {
        this.connections = connections;
    }

    @Override
    public String kind() {
        return "anthropic";
    }

    @Override
    public @Nullable String missing(String name, UpstreamProperties settings) {
        return !settings.apiKey().isBlank() || connections.of(name).apiKeyFile() != null
                ? null
                : "Upstream '" + name + "' has no key. Set rlm.upstreams." + name + ".api-key or rlm.upstreams." + name
                        + ".api-key-file.";
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
        return new AnthropicUpstream(
                new JsonStream(settings.connectTimeout(), errors),
                new Requests(baseUrl, key, KEY_HEADER, connections.of(name)),
                errors);
    }
}
