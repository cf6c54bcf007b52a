package io.rlmgateway.upstream.anthropic;

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
class AnthropicUpstreamContractTest extends UpstreamContract {

    private final ScriptedServer server = new ScriptedServer(AnthropicUpstreamContractTest::play);
    private final ScriptedServer silent = new ScriptedServer((request, connection) -> connection.awaitLeaving());

    @AfterEach
    void stop() throws IOException {
        server.close();
        silent.close();
    }

    @Override
    protected UpstreamProvider provider() {
        return new AnthropicProvider(new ConnectionProperties(Map.of()));
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
        return "claude-sonnet-4-5";
    }

    private static UpstreamProperties settings(ScriptedServer at) {
        return new UpstreamProperties(
                "anthropic", at.baseUrl(), "a-key", 512, 100_000, 0, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        boolean cut = request.body().contains("\"max_tokens\":1,");
        connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n");
        connection.event("""
                {"type":"message_start","message":{"usage":{"input_tokens":40,"output_tokens":1}}}""");
        connection.event("""
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"In "}}""");
        if (!cut) {
            connection.event("""
                    {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"1932."}}""");
        }
        connection.event("""
                {"type":"message_delta","delta":{"stop_reason":"%s"},"usage":{"output_tokens":6}}""".formatted(cut ? "max_tokens" : "end_turn"));
    }
}
