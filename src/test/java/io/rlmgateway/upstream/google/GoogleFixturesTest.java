package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Fixture;
import io.rlmgateway.upstream.FixtureContract;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.UpstreamProvider;
import java.util.Map;

/** What is sent and read, against the files beside this. */
class GoogleFixturesTest extends FixtureContract {

    @Override
    protected UpstreamProvider provider() {
        return new GoogleProvider(new ConnectionProperties(Map.of()));
    }

    @Override
    protected String model() {
        return "gemini-2.5-flash";
    }

    @Override
    protected String contentType() {
        return "text/event-stream";
    }

    @Override
    protected TokenUsage usage(Fixture fixture) {
        return fixture == Fixture.REASONING ? new TokenUsage(40, 8, 6, 2) : new TokenUsage(40, 8, 6, 0);
    }
}
