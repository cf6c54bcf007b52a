package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import io.rlmgateway.upstream.WireContract;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.util.Map;

class OllamaUpstreamContractTest extends WireContract {

    OllamaUpstreamContractTest() {
        super("ollama", "qwen3", OllamaUpstreamContractTest::play);
    }

    @Override
    protected UpstreamProvider provider() {
        return new OllamaProvider(new ConnectionProperties(Map.of()));
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
