package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.WireContract;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.util.Map;

class GoogleUpstreamContractTest extends WireContract {

    GoogleUpstreamContractTest() {
        super("google", "gemini-2.5-flash", GoogleUpstreamContractTest::play);
    }

    @Override
    protected UpstreamProvider provider() {
        return new GoogleProvider(new ConnectionProperties(Map.of()));
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
