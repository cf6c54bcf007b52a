package io.rlmgateway.upstream.wire;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamKey;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.wire.Requests.KeyHeader;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens upstreams whose requests are built by {@link Requests} and whose replies are read by {@link JsonStream}. */
public abstract class WireProvider implements UpstreamProvider {

    private final ConnectionProperties connections;
    private final Api api;

    /**
     * Opens nothing by itself.
     *
     * @param connections how upstreams are reached
     * @param api what its upstreams have in common
     */
    protected WireProvider(ConnectionProperties connections, Api api) {
        this.connections = connections;
        this.api = api;
    }

    /**
     * What all upstreams of a kind have in common.
     *
     * @param kind its name in configuration
     * @param baseUrl the address where none is set
     * @param keyHeader the header that carries the key where none is set
     * @param keyed whether it answers nobody without a key
     * @param refused OpenAI's parameters that it has no words for
     */
    public record Api(String kind, String baseUrl, KeyHeader keyHeader, boolean keyed, Set<String> refused) {}

    /**
     * Opens an upstream.
     *
     * @param stream sends requests and reads replies
     * @param requests builds requests
     * @param errors tells errors
     * @return the upstream
     */
    protected abstract Upstream open(JsonStream stream, Requests requests, UpstreamErrors errors);

    @Override
    public final String kind() {
        return api.kind();
    }

    @Override
    public final @Nullable String missing(String name, UpstreamProperties settings) {
        return !api.keyed()
                        || !settings.apiKey().isBlank()
                        || connections.of(name).apiKeyFile() != null
                ? null
                : "Upstream '" + name + "' has no key. Set rlm.upstreams." + name + ".api-key or rlm.upstreams." + name
                        + ".api-key-file.";
    }

    @Override
    public final Set<String> refused() {
        return api.refused();
    }

    @Override
    public final Upstream open(String name, UpstreamProperties settings) {
        return open(name, settings, connections.key(name, settings));
    }

    @Override
    public final Upstream open(String name, UpstreamProperties settings, UpstreamKey key) {
        URI baseUrl = ConnectionProperties.baseUrl(name, settings, api.baseUrl());
        UpstreamErrors errors = new UpstreamErrors(key);
        return open(
                new JsonStream(settings.connectTimeout(), errors),
                new Requests(baseUrl, key, api.keyHeader(), connections.of(name)),
                errors);
    }
}
