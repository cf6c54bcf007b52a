package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.UpstreamContract;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.time.Duration;

/** The contract, without a network. */
class DemoUpstreamContractTest extends UpstreamContract {

    @Override
    protected UpstreamProvider provider() {
        return new DemoProvider();
    }

    @Override
    protected UpstreamProperties settings() {
        return settings(Duration.ZERO);
    }

    @Override
    protected UpstreamProperties settingsOfSilence() {
        return settings(Duration.ofHours(1));
    }

    @Override
    protected String model() {
        return "reader";
    }

    private static UpstreamProperties settings(Duration latency) {
        return new UpstreamProperties("demo", null, "", 512, 100_000, 0, Duration.ofSeconds(10), latency);
    }
}
