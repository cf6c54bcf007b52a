package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tools, their results, images and schemas of a client that asks a model behind another API than its own. */
@Timeout(120)
class DirectToolsOverHttpTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A round of two calls is behind it, and another is demanded. */
    @SuppressWarnings("InlineFormatString") // too long to stand where it is used
    private static final String REQUEST = """
            {"model": "%s", "stream": %s, "parallel_tool_calls": false,
             "tools": [{"type": "function", "function": {"name": "clock", "description": "The time.", "parameters":
               {"type": "object", "properties": {"zone": {"type": "string"}}}}}],
             "tool_choice": "required",
             "response_format": {"type": "json_schema", "json_schema":
               {"name": "time", "strict": true, "schema": {"type": "object", "title": "a time"}}},
             "messages": [
               {"role": "user", "content": [
                 {"type": "text", "text": "What is this, and when?"},
                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]},
               {"role": "assistant", "content": null, "tool_calls": [
                 {"id": "call_a", "type": "function", "function": {"name": "clock", "arguments": "{\\"zone\\":\\"CET\\"}"}},
                 {"id": "call_b", "type": "function", "function": {"name": "clock", "arguments": "{\\"zone\\":\\"PST\\"}"}}]},
               {"role": "tool", "tool_call_id": "call_a", "content": "one"},
               {"role": "tool", "tool_call_id": "call_b", "content": "four"}]}
            """;

    private final BlockingQueue<JsonNode> bodies = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    @Test
    void toolsResultsImagesAndSchemasReachEachModelInItsOwnWords() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", this::reply);
        upstream.start();
        try (GatewayProcess gateway = GatewayProcess.start(directory, settings(upstream))) {
            GatewayClient client = new GatewayClient(gateway.port());
            for (String api : List.of("anthropic", "google", "ollama")) {
                HttpResponse<String> whole = ask(client, api, false);
                JsonNode choice = GatewayClient.json(whole).at("/choices/0");
                assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
                JsonNode function = choice.at("/message/tool_calls/0/function");
                assertThat(function.path("name").asString()).isEqualTo("clock");
                assertThat(JSON.readTree(function.path("arguments").asString()))
                        .isEqualTo(JSON.readTree("{\"zone\":\"UTC\"}"));
                check(api, bodies.take());

                assertThat(ask(client, api, true).body())
                        .contains("\"tool_calls\":[{\"index\":0", "\"finish_reason\":\"tool_calls\"");
                bodies.take();
                assertThat(whole.headers().firstValue("x-rlm-ignored-params")).isEqualTo(ignored(api));
            }
            HttpResponse<String> refused = ask(client, "demo", false);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("takes no images");
            HttpResponse<String> without = client.chat(
                    "Who?",
                    Map.of("model", "demo", "functions", List.of(Map.of("name", "f")), "function_call", "auto"));
            assertThat(without.headers().firstValue("x-rlm-ignored-params")).hasValue("functions");
        } finally {
            upstream.stop(0);
        }
    }

    private static HttpResponse<String> ask(GatewayClient client, String model, boolean stream) {
        return client.post("/v1/chat/completions", REQUEST.formatted(model, stream));
    }

    private static Optional<String> ignored(String api) {
        return switch (api) {
            case "google" -> Optional.of("parallel_tool_calls");
            case "ollama" -> Optional.of("parallel_tool_calls, tool_choice");
            default -> Optional.empty();
        };
    }

    private static void check(String api, JsonNode body) {
        switch (api) {
            case "anthropic" -> {
                assertThat(body.at("/tools/0/name").asString()).isEqualTo("clock");
                assertThat(body.path("tool_choice"))
                        .isEqualTo(JSON.readTree("{\"type\":\"any\",\"disable_parallel_tool_use\":true}"));
                assertThat(body.at("/output_config/format/schema/title").asString())
                        .isEqualTo("a time");
                assertThat(body.at("/messages/0/content/1/source/data").asString())
                        .isEqualTo("iVBORw0KGgo=");
                assertThat(body.at("/messages/1/content/1")).isEqualTo(JSON.readTree("""
                        {"type": "tool_use", "id": "call_b", "name": "clock", "input": {"zone": "PST"}}"""));
                assertThat(body.at("/messages/2/content")).isEqualTo(JSON.readTree("""
                        [{"type": "tool_result", "tool_use_id": "call_a", "content": "one"},
                         {"type": "tool_result", "tool_use_id": "call_b", "content": "four"}]"""));
            }
            case "google" -> {
                assertThat(body.at("/tools/0/functionDeclarations/0/name").asString())
                        .isEqualTo("clock");
                assertThat(body.at("/toolConfig/functionCallingConfig/mode").asString())
                        .isEqualTo("ANY");
                assertThat(body.at("/generationConfig/responseJsonSchema/title").asString())
                        .isEqualTo("a time");
                assertThat(body.at("/contents/0/parts/1/inlineData/data").asString())
                        .isEqualTo("iVBORw0KGgo=");
                assertThat(body.at("/contents/1/parts/0/functionCall/args/zone").asString())
                        .isEqualTo("CET");
                assertThat(body.at("/contents/2/parts").size()).isEqualTo(2);
                assertThat(body.at("/contents/2/parts/1/functionResponse/response/result")
                                .asString())
                        .isEqualTo("four");
            }
            default -> {
                assertThat(body.at("/tools/0/function/name").asString()).isEqualTo("clock");
                assertThat(body.at("/format/title").asString()).isEqualTo("a time");
                assertThat(body.at("/messages/0/images/0").asString()).isEqualTo("iVBORw0KGgo=");
                assertThat(body.at("/messages/1/tool_calls/1/function/arguments/zone")
                                .asString())
                        .isEqualTo("PST");
                assertThat(body.path("messages").size()).isEqualTo(4);
                assertThat(body.at("/messages/3")).isEqualTo(JSON.readTree("""
                        {"role": "tool", "tool_name": "clock", "content": "four"}"""));
            }
        }
    }

    /** With the recorded reply of the API whose path it is. */
    private void reply(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            String path = exchange.getRequestURI().getPath();
            String api = path.substring(1, path.indexOf('/', 1));
            try (InputStream reply = Objects.requireNonNull(
                    getClass().getResourceAsStream("/io/rlmgateway/upstream/" + api + "/tools/reply.txt"))) {
                exchange.getResponseHeaders()
                        .add("Content-Type", "ollama".equals(api) ? "application/x-ndjson" : "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                reply.transferTo(exchange.getResponseBody());
            }
        }
    }

    private static Map<String, String> settings(HttpServer upstream) {
        Map<String, String> settings = new HashMap<>();
        settings.put("rlm.sandbox.mode", "embedded");
        int number = 0;
        for (Map.Entry<String, String> model : Map.of(
                        "anthropic", "claude-sonnet-4-5", "google", "gemini-2.5-flash", "ollama", "qwen3", "demo", "m")
                .entrySet()) {
            String api = model.getKey();
            settings.put("rlm.upstreams." + api + ".kind", api);
            settings.put(
                    "rlm.upstreams." + api + ".base-url",
                    "http://127.0.0.1:" + upstream.getAddress().getPort() + "/" + api);
            settings.put("rlm.upstreams." + api + ".api-key", "secret");
            settings.put("rlm.models[" + number + "].id", api);
            settings.put("rlm.models[" + number + "].mode", "direct");
            settings.put("rlm.models[" + number + "].root", api + "/" + model.getValue());
            number++;
        }
        settings.put("rlm.model-facts[0].model", "ollama/*");
        settings.put("rlm.model-facts[0].abilities", "images,tools");
        return settings;
    }
}
