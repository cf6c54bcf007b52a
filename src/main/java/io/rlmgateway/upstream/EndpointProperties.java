package io.rlmgateway.upstream;

import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A further address or key of an upstream.
 *
 * @param baseUrl its address; unset: the upstream's
 * @param apiKey its key; unset: the upstream's
 * @param apiKeyFile file that holds its key, read again when it changes; goes before {@code api-key}
 * @param weight calls that go there for each that goes to an endpoint of weight 1
 */
record EndpointProperties(
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable Path apiKeyFile,
        @DefaultValue("1") @Positive int weight) {

    /** {@return an upstream's settings with this address and key} */
    UpstreamProperties in(UpstreamProperties settings) {
        return new UpstreamProperties(
                settings.kind(),
                baseUrl == null ? settings.baseUrl() : baseUrl,
                apiKey == null ? settings.apiKey() : apiKey,
                settings.maxConcurrency(),
                settings.requestsPerMinute(),
                settings.retries(),
                settings.connectTimeout(),
                settings.latency());
    }

    /**
     * The key that is set for it alone.
     *
     * @param place where it stands in the configuration, for example {@code rlm.upstreams.mine.endpoints[0]}
     * @return the key, or null where it has none of its own
     * @throws UnusableUpstreamException when its file cannot be read or no header can carry the key
     */
    @Nullable
    UpstreamKey key(String place) {
        return apiKey == null && apiKeyFile == null
                ? null
                : ConnectionProperties.key(place, apiKeyFile, Objects.requireNonNullElse(apiKey, ""));
    }

    /** {@return the settings without the key} */
    @Override
    public String toString() {
        return "EndpointProperties[baseUrl=" + baseUrl + ", weight=" + weight + "]";
    }
}
