package io.rlmgateway.upstream;

import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The contract, over a socket whose other end speaks the provider's own language. */
public abstract class WireContract extends UpstreamContract {

    private final ScriptedServer server;
    private final ScriptedServer silent = new ScriptedServer((request, connection) -> connection.awaitLeaving());
    private final String kind;
    private final String model;

    /**
     * The contract for a provider.
     *
     * @param script answers with 40 tokens of input and the text {@code In 1932.}, of which a limit of one token leaves the
     *     first word
     */
    protected WireContract(String kind, String model, ScriptedServer.Script script) {
        this.kind = kind;
        this.model = model;
        this.server = new ScriptedServer(script);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        silent.close();
    }

    @Override
    protected final UpstreamProperties settings() {
        return settings(server);
    }

    @Override
    protected final UpstreamProperties settingsOfSilence() {
        return settings(silent);
    }

    @Override
    protected final String model() {
        return model;
    }

    private UpstreamProperties settings(ScriptedServer at) {
        return new UpstreamProperties(
                kind, at.baseUrl(), "a-key", 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }
}
