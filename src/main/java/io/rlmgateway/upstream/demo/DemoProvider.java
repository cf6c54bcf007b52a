package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import org.springframework.stereotype.Component;

/** Opens {@code demo} upstreams: an extractive reader that needs no network and no key. */
@Component
public final class DemoProvider implements UpstreamProvider {

    /** Opens nothing by itself. */
    public DemoProvider() {}

    @Override
    public String kind() {
        return "demo";
    }

    @Override
    public Upstream open(String name, UpstreamProperties settings) {
        return new DemoUpstream(settings.latency());
    }
}
