package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.WireContract;
import java.io.IOException;

class OpenAiUpstreamContractTest extends WireContract {

    OpenAiUpstreamContractTest() {
        super("openai", "gpt-5-mini");
    }

    @Override
    protected UpstreamProvider provider() {
        return Settings.provider();
    }

    @Override
    protected void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        Replies.play(request, connection);
    }
}
