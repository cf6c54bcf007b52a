package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Fixture;
import io.rlmgateway.upstream.FixtureContract;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.UpstreamProvider;

/** What is sent and read, against the files beside this. */
class OpenAiFixturesTest extends FixtureContract {

    @Override
    protected UpstreamProvider provider() {
        return Settings.provider();
    }

    @Override
    protected String model() {
        return "gpt-5-mini";
    }

    @Override
    protected String contentType() {
        return "text/event-stream";
    }

    @Override
    protected TokenUsage usage(Fixture fixture) {
        return new TokenUsage(40, 8, 6, 2);
    }
}
