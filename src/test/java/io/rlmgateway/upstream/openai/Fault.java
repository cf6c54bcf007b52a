package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.openai.ScriptedServer.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What an upstream does wrong at its first request; it answers the next one well. */
enum Fault {
    TOO_MANY_REQUESTS(connection -> connection.answer(429, json(), error("slow down"))),
    TOO_MANY_REQUESTS_WITH_RETRY_AFTER(connection -> connection.answer(
            429, Map.of("content-type", "application/json", "retry-after-ms", "50"), error("slow down"))),
    INTERNAL_ERROR_500(connection -> connection.answer(500, json(), error("oops"))),
    BAD_GATEWAY_502(connection -> connection.answer(502, html(), "<html>Bad gateway</html>")),
    OVERLOADED_529(connection -> connection.answer(529, json(), error("overloaded"))),
    CONNECTION_REFUSED(connection -> {}),
    RESET_IN_HEADERS(connection -> {
        connection.write("HTTP/1.1 200 OK\r\ncontent-ty");
        connection.reset();
    }),
    RESET_IN_BODY(connection -> {
        begin(connection);
        // a reset takes with it what the client has not read yet
        new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
        connection.reset();
    }),
    SILENCE_BEFORE(Connection::awaitLeaving),
    SILENCE_IN_STREAM(connection -> {
        begin(connection);
        connection.awaitLeaving();
    }),
    ONE_BYTE_AT_A_TIME(connection -> {
        begin(connection);
        for (byte next : ("data: " + Replies.piece("slow".repeat(100))).getBytes(StandardCharsets.UTF_8)) {
            connection.write(new byte[] {next});
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }),
    TRUNCATED_STREAM(connection -> {
        begin(connection);
        connection.write("data: {\"id\":\"c\",\"cho");
    }),
    WRONG_CONTENT_TYPE(connection -> {
        connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n");
        finish(connection);
    }),
    HTML_WITH_200(connection -> connection.answer(200, html(), "<html>Welcome</html>")),
    ERROR_WITH_200(connection -> connection.answer(200, json(), error("it broke"))),
    HUGE_ERROR_BODY(connection -> connection.answer(500, json(), "x".repeat(20_000_000))),
    HUGE_EVENT(connection -> {
        connection.beginEvents();
        byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        connection.write("data: ");
        for (int i = 0; i < 40; i++) {
            connection.write(megabyte);
        }
    }),
    BAD_UTF_8(connection -> {
        connection.beginEvents();
        byte[] event = ("data: " + Replies.piece("In 1932.") + "\n\n").getBytes(StandardCharsets.UTF_8);
        event[new String(event, StandardCharsets.UTF_8).indexOf('9')] = (byte) 0xff;
        connection.write(event);
        end(connection);
    }),
    DUPLICATE_CHUNKS(connection -> {
        connection.beginEvents();
        connection.event(Replies.piece("In 1932."));
        connection.event(Replies.piece("In 1932."));
        end(connection);
    }),
    MISSING_DONE(connection -> {
        connection.beginEvents();
        connection.event(Replies.piece("In 1932."));
        connection.event(Replies.finish("stop"));
    }),
    WRONG_USAGE(connection -> {
        connection.beginEvents();
        connection.event(Replies.piece("In 1932."));
        connection.event(Replies.finish("stop"));
        connection.event(
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                        + "\"usage\":{\"prompt_tokens\":-7,\"completion_tokens\":90,\"total_tokens\":83}}");
        connection.event(Replies.DONE);
    }),
    SLOW_TLS_HANDSHAKE(connection -> {}),
    DNS_FAILURE(connection -> {});

    @SuppressWarnings("ImmutableEnumChecker") // a script holds nothing
    private final ThrowingScript script;

    /** What is done with a connection. */
    private interface ThrowingScript {

        void play(Connection connection) throws IOException, InterruptedException;
    }

    Fault(ThrowingScript script) {
        this.script = script;
    }

    static Fault of(String text) {
        return Stream.of(values())
                .filter(fault -> fault.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void play(ScriptedServer.Request request, Connection connection) throws IOException, InterruptedException {
        if (request.number() == 1) {
            script.play(connection);
        } else {
            connection.beginEvents();
            finish(connection);
        }
    }

    /** {@return the text of an answered call} */
    String answer() {
        return switch (this) {
            case BAD_UTF_8 -> "In 1\uFFFD32.";
            case DUPLICATE_CHUNKS -> "In 1932.In 1932.";
            default -> "In 1932.";
        };
    }

    String address(ScriptedServer server) throws IOException {
        return switch (this) {
            case CONNECTION_REFUSED -> "http://127.0.0.1:" + closedPort() + "/v1";
            case DNS_FAILURE -> "http://nowhere.invalid/v1";
            case SLOW_TLS_HANDSHAKE -> "https://127.0.0.1:" + Silent.LISTENER.getLocalPort() + "/v1";
            default -> server.baseUrl();
        };
    }

    /** Takes connections and never says anything. */
    private static final class Silent {

        private static final ServerSocket LISTENER = listener();

        private static ServerSocket listener() {
            try {
                return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }

    private static void begin(Connection connection) throws IOException {
        connection.beginEvents();
        connection.event(Replies.piece("half"));
    }

    private static void finish(Connection connection) throws IOException {
        connection.event(Replies.piece("In 1932."));
        end(connection);
    }

    private static void end(Connection connection) throws IOException {
        connection.event(Replies.finish("stop"));
        connection.event(Replies.DONE);
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"server_error\"}}";
    }

    private static Map<String, String> json() {
        return Map.of("content-type", "application/json");
    }

    private static Map<String, String> html() {
        return Map.of("content-type", "text/html");
    }
}
