package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamContract;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract, over a socket. */
class OllamaUpstreamContractTest extends UpstreamContract {

    private final ScriptedServer server = new ScriptedServer(OllamaUpstreamContractTest::play);
    private final ScriptedServer silent = new ScriptedServer((request, connection) -> connection.awaitLeaving());

    @AfterEach
    void stop() throws IOException {
        server.close();
        silent.close();
    }

    @Override
    protected UpstreamProvider provider() {
        return new OllamaProvider(new ConnectionProperties(Map.of()));
    }

    @Override
    protected UpstreamProperties settings() {
        return settings(server);
    }

    @Override
    protected UpstreamProperties settingsOfSilence() {
        return settings(silent);
    }

    @Override
    protected String model() {
        return "qwen3";
    }

    private static UpstreamProperties settings(ScriptedServer at) {
        return new UpstreamProperties(
                "ollama", at.baseUrl(), "a-key", 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        boolean cut = request.body().contains("\"num_predict\":1}");
        connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\n\r\n");
        connection.write("""
                {"model":"m","message":{"role":"assistant","content":"In "},"done":false}
                """);
        connection.write("""
                {"model":"m","message":{"role":"assistant","content":"%s"},"done":true,"done_reason":"%s",\
                "prompt_eval_count":40,"eval_count":6}
                """.formatted(cut ? "" : "1932.", cut ? "length" : "stop"));
    }
}
