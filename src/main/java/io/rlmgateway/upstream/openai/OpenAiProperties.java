package io.rlmgateway.upstream.openai;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that upstreams of kind {@code openai} have besides those of all upstreams.
 *
 * @param upstreams upstreams by name
 */
@ConfigurationProperties("rlm")
record OpenAiProperties(@DefaultValue Map<String, OfUpstream> upstreams) {

    /** Copies the map. */
    OpenAiProperties {
        upstreams = Map.copyOf(upstreams);
    }

    /**
     * Settings of one upstream.
     *
     * @param outputLimitParameter name by which an {@code openai} server takes the cap of a reply; unset:
     *     {@code max-completion-tokens} for OpenAI's own hosts, {@code max-tokens} for others
     */
    record OfUpstream(@Nullable OutputLimitParameter outputLimitParameter) {}

    /** {@return the name that is set for an upstream, or null} */
    @Nullable
    OutputLimitParameter outputLimitParameter(String upstream) {
        OfUpstream settings = upstreams.get(upstream);
        return settings == null ? null : settings.outputLimitParameter();
    }
}
