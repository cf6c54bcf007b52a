package io.rlmgateway.upstream;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of one upstream.
 *
 * @param kind the provider, {@code openai} or {@code demo}
 * @param baseUrl base address of the API up to and including its version, for example {@code https://host/v1}
 * @param apiKey the key to send; empty for none
 * @param maxConcurrency calls in flight at once, of all models
 * @param requestsPerMinute calls of each model in each minute, spread evenly; unset: as many as the upstream takes
 * @param retries further attempts after a failed one that another attempt can help
 * @param connectTimeout for opening a connection
 * @param latency how long {@code demo} waits before it replies; other kinds ignore it
 */
public record UpstreamProperties(
        @NotBlank String kind,
        @Nullable String baseUrl,
        @DefaultValue("") String apiKey,
        @DefaultValue("64") @Positive int maxConcurrency,
        @Nullable @Positive Integer requestsPerMinute,
        @DefaultValue("2") @PositiveOrZero int retries,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("0ms") Duration latency) {

    /** {@return the settings without the key} */
    @Override
    public String toString() {
        return "UpstreamProperties[kind=" + kind + ", baseUrl=" + baseUrl + "]";
    }
}
