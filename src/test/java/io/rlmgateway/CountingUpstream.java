package io.rlmgateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model's API that replies by script and counts how often each prompt came. It outlives the services that ask it. */
final class CountingUpstream implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_NANOS = 60_000_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Script script;
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    /** A permit for each call that has come. */
    private final Semaphore calls = new Semaphore(0);

    /** What it replies. */
    interface Script {

        /** {@return what tells a call apart} */
        String name(JsonNode messages);

        /** {@return the reply} */
        String reply(JsonNode messages);
    }

    /**
     * Starts.
     *
     * @param script what it replies
     */
    CountingUpstream(Script script) throws IOException {
        this.script = script;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** {@return how often each call came, by its name} */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** Waits until so many more calls have come. */
    void awaitCalls(int number) throws InterruptedException {
        calls.acquire(number);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            JsonNode messages = request.path("messages");
            counts.merge(script.name(messages), 1, Integer::sum);
            calls.release();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(MOST_NANOS));
            if (request.path("stream").asBoolean(false)) {
                stream(exchange, script.reply(messages));
            } else {
                byte[] body = completion(script.reply(messages)).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Words behind a cell come a little later, so that it runs while the reply is still being written. */
    private static void stream(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write(event(piece(text)));
        body.flush();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(MOST_NANOS));
        if (text.endsWith("```\n")) {
            body.write(event(piece("That is all.")));
        }
        body.write(event(end()));
        body.write(event(used()));
        body.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] event(ObjectNode chunk) {
        return ("data: " + JSON.writeValueAsString(chunk) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String completion(String text) {
        ObjectNode body = body("chat.completion");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text);
        body.set("usage", usage());
        return JSON.writeValueAsString(body);
    }

    private static ObjectNode piece(String text) {
        ObjectNode piece = body("chat.completion.chunk");
        ObjectNode first = piece.putArray("choices").addObject();
        first.put("index", 0).putNull("finish_reason");
        first.putObject("delta").put("role", "assistant").put("content", text);
        return piece;
    }

    private static ObjectNode end() {
        ObjectNode end = body("chat.completion.chunk");
        ObjectNode last = end.putArray("choices").addObject();
        last.put("index", 0).put("finish_reason", "stop");
        last.putObject("delta");
        return end;
    }

    private static ObjectNode used() {
        ObjectNode used = body("chat.completion.chunk");
        used.putArray("choices");
        used.set("usage", usage());
        return used;
    }

    private static ObjectNode body(String object) {
        ObjectNode body = JSON.createObjectNode();
        return body.put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1)
                .put("model", "scripted");
    }

    private static ObjectNode usage() {
        return JSON.createObjectNode()
                .put("prompt_tokens", 10)
                .put("completion_tokens", 5)
                .put("total_tokens", 15);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
