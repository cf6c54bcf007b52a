package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Opens {@code demo} upstreams: an extractive reader that needs no network and no key. */
@Component
public final class DemoProvider implements UpstreamProvider {

    /** Without a language model there is nothing to sample, and nobody to call a tool or to write JSON. */
    private static final Set<String> REFUSED = Set.of(
            "frequency_penalty",
            "logit_bias",
            "moderation",
            "parallel_tool_calls",
            "presence_penalty",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "temperature",
            "tool_choice",
            "tools",
            "top_p",
            "user",
            "verbosity");

    /** Opens nothing by itself. */
    public DemoProvider() {}

    @Override
    public String kind() {
        return "demo";
    }

    @Override
    public Set<String> refused() {
        return REFUSED;
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings) {
        return new DemoUpstream(settings.latency());
    }
}
