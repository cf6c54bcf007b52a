package io.rlmgateway.upstream.google;

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
class GoogleUpstreamContractTest extends UpstreamContract {

    private final ScriptedServer server = new ScriptedServer(GoogleUpstreamContractTest::play);
    private final ScriptedServer silent = new ScriptedServer((request, connection) -> connection.awaitLeaving());

    @AfterEach
    void stop() throws IOException {
        server.close();
        silent.close();
    }

    @Override
    protected UpstreamProvider provider() {
        return new GoogleProvider(new ConnectionProperties(Map.of()));
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
        return "gemini-2.5-flash";
    }

    private static UpstreamProperties settings(ScriptedServer at) {
        return new UpstreamProperties(
                "google", at.baseUrl(), "a-key", 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        boolean cut = request.body().contains("\"maxOutputTokens\":1}");
        connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n");
        connection.event("""
                {"candidates":[{"content":{"parts":[{"text":"In "}],"role":"model"}}],"modelVersion":"m"}""");
        connection.event(
                """
                {"candidates":[{"content":{"parts":[{"text":"%s"}],"role":"model"},"finishReason":"%s"}],
                "usageMetadata":{"promptTokenCount":40,"candidatesTokenCount":6},"modelVersion":"m"}""".formatted(cut ? "" : "1932.", cut ? "MAX_TOKENS" : "STOP").replace("\n", ""));
    }
}
