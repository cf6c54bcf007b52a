package io.rlmgateway.upstream;

import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A further address or key of an upstream.
 *
 * @param baseUrl its address; unset: the upstream's
 * @param apiKey its key; unset: the upstream's
 * @param weight calls that go there for each that goes to an endpoint of weight 1
 */
record EndpointProperties(
        @Nullable String baseUrl,
        @Nullable String apiKey,
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

    /** {@return the settings without the key} */
    @Override
    public String toString() {
        return "EndpointProperties[baseUrl=" + baseUrl + ", weight=" + weight + "]";
    }
}
