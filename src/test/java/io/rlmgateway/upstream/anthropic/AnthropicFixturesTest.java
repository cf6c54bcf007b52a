package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Fixture;
import io.rlmgateway.upstream.FixtureContract;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.UpstreamProvider;
import java.util.Map;

/** What is sent and read, against the files beside this. */
class AnthropicFixturesTest extends FixtureContract {

    @Override
    protected UpstreamProvider provider() {
        return new AnthropicProvider(new ConnectionProperties(Map.of()));
    }

    @Override
    protected String model() {
        return "claude-sonnet-4-5";
    }

    @Override
    protected String contentType() {
        return "text/event-stream";
    }

    @Override
    protected TokenUsage usage(Fixture fixture) {
        return new TokenUsage(40, 8, 6, 0, false, 10);
    }
}
