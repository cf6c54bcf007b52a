package io.rlmgateway.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model API in a process of its own, with OpenAI's chat completions. Model {@code root} writes at once what the
 * question asks it to write; model {@code leaf} says {@code ok} after {@link #LEAF_TIME}.
 */
final class UpstreamServer {

    /** What a sub-call takes, from the request's arrival to the reply. */
    static final Duration LEAF_TIME = Duration.ofMillis(200);

    static final String LEAF_ANSWER = "ok";

    private static final Pattern BATCH = Pattern.compile("\\[\\[batch (\\d+)]]");
    private static final Pattern LOOP = Pattern.compile("\\[\\[loop (\\d+)]]");
    private static final Pattern LEAF = Pattern.compile("\"model\"\\s*:\\s*\"leaf\"");
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}";
    private static final int CONNECTIONS = 1024;

    private UpstreamServer() {}

    /** Serves until the end of its input; says its port on standard output. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", String.valueOf(CONNECTIONS));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", UpstreamServer::complete);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // only the end counts
        }
        System.exit(0);
    }

    /** {@return a question at which {@code root} ends at once, in prose} */
    static String askForProse() {
        return "Say it. [[prose]]";
    }

    /** {@return a question at which {@code root} writes one cell that ends the session} */
    static String askForCell() {
        return "Say it. [[cell]]";
    }

    /**
     * A question at which {@code root} writes a cell with a batch of sub-calls, and answers how many came back and how
     * many seconds the batch took.
     */
    static String askForBatch(int size) {
        return "Ask. [[batch " + size + "]]";
    }

    /** The same with a plain loop, one call after the other. */
    static String askForLoop(int size) {
        return "Ask. [[loop " + size + "]]";
    }

    private static void complete(HttpExchange exchange) throws IOException {
        long arrival = System.nanoTime();
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String reply = LEAF.matcher(request).find() ? leaf(arrival) : root(request);
            boolean stream = STREAM.matcher(request).find();
            byte[] body = (stream ? events(reply) : completion(reply)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static String leaf(long arrival) {
        long end = arrival + LEAF_TIME.toNanos();
        for (long left = LEAF_TIME.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return LEAF_ANSWER;
    }

    private static String root(String request) {
        Matcher batch = BATCH.matcher(request);
        if (batch.find()) {
            return timed("llm_query_batched([\"piece \" + str(number) for number in range(" + batch.group(1) + ")])");
        }
        Matcher loop = LOOP.matcher(request);
        if (loop.find()) {
            return timed("[llm_query(\"piece \" + str(number)) for number in range(" + loop.group(1) + ")]");
        }
        return request.contains("[[cell]]") ? "```repl\nFINAL(\"x\")\n```" : "FINAL(\"x\")";
    }

    private static String timed(String subCalls) {
        return """
                ```repl
                import time
                begin = time.perf_counter()
                answers = %s
                seconds = time.perf_counter() - begin
                FINAL(str(sum(1 for one in answers if one == "%s")) + " " + str(seconds))
                ```
                """.formatted(subCalls, LEAF_ANSWER);
    }

    private static String completion(String reply) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null,"
                + "\"message\":{\"role\":\"assistant\",\"content\":" + quoted(reply) + ",\"refusal\":null}}],\"usage\":"
                + USAGE + "}";
    }

    private static String events(String reply) {
        return chunk("{\"role\":\"assistant\",\"content\":" + quoted(reply) + "}", "null")
                + chunk("{}", "\"stop\"")
                + event("\"choices\":[],\"usage\":" + USAGE)
                + "data: [DONE]\n\n";
    }

    private static String chunk(String delta, String finishReason) {
        return event("\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason + "}],\"usage\":null");
    }

    private static String event(String rest) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                + "\"model\":\"m\"," + rest + "}\n\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
