package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Fixture;
import io.rlmgateway.upstream.FixtureContract;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.UpstreamProvider;
import java.util.Map;
import java.util.Set;

/** What is sent and read, against the files beside this. */
class OllamaFixturesTest extends FixtureContract {

    @Override
    protected UpstreamProvider provider() {
        return new OllamaProvider(new ConnectionProperties(Map.of()));
    }

    @Override
    protected String model() {
        return "qwen3";
    }

    @Override
    protected String contentType() {
        return "application/x-ndjson";
    }

    @Override
    protected TokenUsage usage(Fixture fixture) {
        return new TokenUsage(40, 0, 6, 0);
    }

    @Override
    protected Set<Fixture> unknown() {
        return Set.of(Fixture.REFUSAL);
    }
}
