package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UpstreamContract;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** The contract, over a socket. */
class OpenAiUpstreamContractTest extends UpstreamContract {

    private final ScriptedServer server = new ScriptedServer(Replies::play);
    private final ScriptedServer silent = new ScriptedServer((request, connection) -> connection.awaitLeaving());

    @AfterEach
    void stop() throws IOException {
        server.close();
        silent.close();
    }

    @Override
    protected UpstreamProvider provider() {
        return Settings.provider();
    }

    @Override
    protected UpstreamProperties settings() {
        return Settings.at(server.baseUrl());
    }

    @Override
    protected UpstreamProperties settingsOfSilence() {
        return Settings.at(silent.baseUrl());
    }

    @Override
    protected String model() {
        return "gpt-5-mini";
    }
}
