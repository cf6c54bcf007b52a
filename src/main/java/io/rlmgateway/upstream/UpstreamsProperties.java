package io.rlmgateway.upstream;

import jakarta.validation.Valid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of all upstreams.
 *
 * @param upstreams upstreams by name, the part before the slash in {@code openai/gpt-5}
 * @param modelFacts facts about models that are unknown here or known wrongly; go before the built-in ones
 * @param fallbacks models that answer in the place of others
 */
@Validated
@ConfigurationProperties("rlm")
record UpstreamsProperties(
        @DefaultValue Map<String, @Valid UpstreamProperties> upstreams,
        @DefaultValue List<@Valid ModelFactsProperties> modelFacts,
        @DefaultValue List<@Valid FallbackProperties> fallbacks) {

    /** Copies the collections and keeps the order of the upstreams. */
    UpstreamsProperties {
        upstreams = new LinkedHashMap<>(upstreams);
        modelFacts = List.copyOf(modelFacts);
        fallbacks = List.copyOf(fallbacks);
    }
}
