package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.WireContract;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.util.Map;

class AnthropicUpstreamContractTest extends WireContract {

    AnthropicUpstreamContractTest() {
        super("anthropic", "claude-sonnet-4-5", AnthropicUpstreamContractTest::play);
    }

    @Override
    protected UpstreamProvider provider() {
        return new AnthropicProvider(new ConnectionProperties(Map.of()));
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
