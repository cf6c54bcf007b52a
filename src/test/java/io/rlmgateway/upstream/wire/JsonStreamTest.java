package io.rlmgateway.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.upstream.ConnectionProperties.OfUpstream;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.RateLimitHeaders.Allowance;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamKey;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JsonStreamTest {

    private static final UpstreamKey KEY = UpstreamKey.of("secret-key-4711");
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private final List<String> events = new ArrayList<>();
    private int signsOfLife;

    @Test
    void eventsAndLinesAreRead() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.write(String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "connection: close",
                    "content-type: text/event-stream",
                    "anthropic-ratelimit-requests-remaining: 7",
                    "",
                    ""));
            connection.write(": hello\n\nevent: a\ndata: {\"a\":1}\n\ndata: {\"b\":\r\ndata: 2}\r\n\r\n");
            connection.write("{\"c\":\"naïve 🌉\"}\ndata: {\"d\":4}");
        })) {
            RateLimitHeaders limits = send(server.baseUrl());

            assertThat(events).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":\"naïve 🌉\"}", "{\"d\":4}");
            assertThat(limits.requests()).isEqualTo(new Allowance(null, 7L, null));
        }
    }

    @Test
    void commentsAndEventsAreSignsOfLifeButErrorsAreNone() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.write(": ping\n: ping\n");
            connection.write("{\"thinking\":\"long\"}\n");
            connection.write("event: error\ndata: {\"error\":\"it broke\"}\n\n");
        })) {
            assertThatThrownBy(() -> send(server.baseUrl())).hasMessage("it broke");

            assertThat(signsOfLife).isEqualTo(3);
        }
    }

    @Test
    void requestCarriesKeyHeadersAndParameters() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.beginEvents())) {
            Requests requests = new Requests(
                    URI.create(server.baseUrl()),
                    KEY,
                    new Requests.KeyHeader("x-api-key", ""),
                    new OfUpstream(null, "api-key", Map.of("X-Title", "ours"), Map.of("api-version", "2024 10")));
            stream().send(requests.post("/messages", Map.of(), Map.of("a", 1)).build(), event -> {}, () -> {});

            ScriptedServer.Request sent = server.requests().getFirst();
            assertThat(sent.line()).isEqualTo("POST /v1/messages?api-version=2024+10 HTTP/1.1");
            assertThat(sent.headers())
                    .containsEntry("api-key", "secret-key-4711")
                    .containsEntry("x-title", "ours")
                    .doesNotContainKey("x-api-key");
            assertThat(sent.body()).isEqualTo("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED",
        "401, KEY_REFUSED",
        "402, KEY_REFUSED",
        "403, KEY_REFUSED",
        "404, REJECTED",
        "302, REJECTED",
        "408, TIMED_OUT",
        "409, UNAVAILABLE",
        "413, TOO_LONG",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMED_OUT",
        "529, UNAVAILABLE"
    })
    void statusDecidesTheKindAndTheWordsAreTheUpstreams(int status, Kind kind) throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                status, JSON, "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"its own words\"}}"));

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed).hasMessage(status + ": its own words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens\"}}",
                "{\"error\":{\"code\":400,\"message\":\"The input token count (2000000) exceeds the maximum\"}}",
                "[{\"error\":{\"code\":400,\"message\":\"The input token count (2000000) exceeds the maximum\"}}]",
                "{\"error\":\"the input exceeds the context length\"}"
            })
    void promptBeyondTheWindowIsTooLong(String body) throws IOException {
        assertThat(failure((request, connection) -> connection.answer(400, JSON, body))
                        .kind())
                .isEqualTo(Kind.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low\"}}",
                "{\"error\":{\"code\":400,\"message\":\"API key not valid\",\"status\":\"INVALID_ARGUMENT\","
                        + "\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}"
            })
    void keyThatIsRefusedByABadRequestIsRefused(String body) throws IOException {
        assertThat(failure((request, connection) -> connection.answer(400, JSON, body))
                        .kind())
                .isEqualTo(Kind.KEY_REFUSED);
    }

    @Test
    void waitIsTakenFromHeaderOrFromGooglesBody() throws IOException {
        assertThat(failure((request, connection) -> connection.answer(
                                429, Map.of("retry-after", "7", "content-type", "application/json"), "{}"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(failure((request, connection) -> connection.answer(
                                429,
                                JSON,
                                "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"quota\","
                                        + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                                        + "\"retryDelay\":\"34.5s\"}]}}"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(34_500));
        assertThat(failure((request, connection) -> connection.answer(
                                429, JSON, "{\"error\":{\"details\":[{\"retryDelay\":\"99999999999999s\"}]}}"))
                        .retryAfter())
                .isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"it broke\"}}|UNAVAILABLE",
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"it broke\"}}|RATE_LIMITED",
                "{\"error\":{\"status\":\"INVALID_ARGUMENT\",\"message\":\"it broke\"}}|REJECTED",
                "{\"error\":\"it broke\"}|UNAVAILABLE"
            })
    void errorInMidStreamIsAnError(String event, Kind kind) throws IOException {
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.event("{\"a\":1}");
            connection.event(event);
        });

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed).hasMessage("it broke");
        assertThat(events).containsExactly("{\"a\":1}");
    }

    @Test
    void whatIsNoStreamIsAnError() throws IOException {
        UpstreamException page = failure((request, connection) ->
                connection.answer(200, Map.of("content-type", "text/html"), "<html>Welcome</html>"));
        assertThat(page).hasMessageContaining("base-url").hasMessageNotContaining("<html>");

        UpstreamException whole = failure((request, connection) -> connection.answer(200, JSON, "{\"content\":[]}"));
        assertThat(whole).hasMessageContaining("a stream was asked for");
    }

    @Test
    void resetsAndNonsenseAreUnavailable() throws IOException {
        assertThat(failure((request, connection) -> connection.reset()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure((request, connection) -> {
                            connection.beginEvents();
                            connection.event("{\"a\":1}");
                            connection.reset();
                        })
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure((request, connection) -> {
                    connection.beginEvents();
                    connection.event("{nonsense secret-key-4711");
                }))
                .hasMessageContaining("could not be read")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void refusedConnectionIsUnavailable() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        assertThatThrownBy(() -> send("http://127.0.0.1:" + port))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("could not be reached");
    }

    @Test
    void keyIsInNoMessageAndNoTrace() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                401,
                JSON,
                "{\"error\":{\"message\":\"bad keys secret-key-4711, sk-ant-api03-abc and AIzaSyD4567890\"}}"));

        StringWriter trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertThat(failed).hasMessage("401: bad keys [key], [key] and [key]");
        assertThat(trace.toString()).doesNotContain("secret-key-4711");
    }

    @Test
    void interruptBeforeTheStatusClosesTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        cancelledCallLeavesTheServer(asked, (request, connection) -> {
            asked.countDown();
            connection.awaitLeaving();
        });
    }

    @Test
    void interruptInMidStreamClosesTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        cancelledCallLeavesTheServer(asked, (request, connection) -> {
            connection.beginEvents();
            connection.event("{\"a\":1}");
            asked.countDown();
            connection.awaitLeaving();
        });
    }

    private static void cancelledCallLeavesTheServer(CountDownLatch asked, ScriptedServer.Script script)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = threads.submit(() -> stream().send(request(server.baseUrl()), event -> {}, () -> {}));
            asked.await();
            threads.shutdownNow();

            assertThatThrownBy(call::get).hasCauseInstanceOf(CancellationException.class);
            assertThat(server.nextLeft().number()).isEqualTo(1);
        }
    }

    private UpstreamException failure(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return catchThrowableOfType(UpstreamException.class, () -> send(server.baseUrl()));
        }
    }

    private RateLimitHeaders send(String baseUrl) {
        return stream().send(request(baseUrl), event -> events.add(event.toString()), () -> signsOfLife++);
    }

    private static HttpRequest request(String baseUrl) {
        return HttpRequest.newBuilder(URI.create(baseUrl))
                .POST(HttpRequest.BodyPublishers.ofString("{}", StandardCharsets.UTF_8))
                .build();
    }

    private static JsonStream stream() {
        return new JsonStream(Duration.ofSeconds(10), new UpstreamErrors(KEY));
    }
}
