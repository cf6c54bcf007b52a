package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.WireContract;

class OpenAiUpstreamContractTest extends WireContract {

    OpenAiUpstreamContractTest() {
        super("openai", "gpt-5-mini", Replies::play);
    }

    @Override
    protected UpstreamProvider provider() {
        return Settings.provider();
    }
}
