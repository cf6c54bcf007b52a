package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of everything that an upstream can do wrong. */
@Timeout(60)
class OpenAiFaultsTest {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private final List<String> pieces = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED",
        "401, KEY_REFUSED",
        "403, KEY_REFUSED",
        "404, REJECTED",
        "302, REJECTED",
        "408, TIMED_OUT",
        "409, UNAVAILABLE",
        "413, TOO_LONG",
        "422, REJECTED",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMED_OUT",
        "529, UNAVAILABLE"
    })
    void statusDecidesTheKindAndTheWordsAreTheUpstreams(int status, Kind kind) throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                status, JSON, "{\"error\":{\"message\":\"the upstream's own words\",\"type\":\"some_error\"}}"));

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed).hasMessageContaining("the upstream's own words").hasMessageContaining("" + status);
        assertThat(failed.retryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"words\",\"code\":\"x\"}}",
                "{\"error\":\"words\"}",
                "{\"message\":\"words\"}",
                "{\"detail\":\"words\"}",
                "words"
            })
    void everyShapeOfErrorIsUnderstood(String body) throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(400, JSON, body));

        assertThat(failed).hasMessage("400: words");
    }

    @ParameterizedTest
    @CsvSource({"retry-after, 7, 7000", "retry-after-ms, 250, 250", "retry-after, 1.5, 1500"})
    void waitThatTheUpstreamAsksForIsKept(String header, String value, long milliseconds) throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                429, Map.of("content-type", "application/json", header, value), "{\"error\":{\"message\":\"slow\"}}"));

        assertThat(failed.retryAfter()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void quotaThatIsUsedUpIsNoReasonToWait() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                429, JSON, "{\"error\":{\"message\":\"You are out of money\",\"code\":\"insufficient_quota\"}}"));

        assertThat(failed.kind()).isEqualTo(Kind.KEY_REFUSED);
    }

    @Test
    void moreThanAWholeMinuteAllowsIsNoReasonToWait() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                429,
                JSON,
                "{\"error\":{\"message\":\"Request too large for gpt-x on tokens per min (TPM): Limit 30000, Requested"
                        + " 75000.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}"));

        assertThat(failed.kind()).isEqualTo(Kind.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"too big\",\"code\":\"context_length_exceeded\"}}",
                "{\"error\":{\"message\":\"This model's maximum context length is 128000 tokens.\",\"code\":null}}",
                "{\"error\":{\"message\":\"the request exceeds the available context size\"}}",
                "{\"error\":{\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}"
            })
    void promptBeyondTheWindowIsTooLong(String body) throws IOException {
        assertThat(failure((request, connection) -> connection.answer(400, JSON, body))
                        .kind())
                .isEqualTo(Kind.TOO_LONG);
    }

    @Test
    void pageOfAProxyIsNotQuoted() throws IOException {
        UpstreamException failed = failure((request, connection) ->
                connection.answer(502, Map.of("content-type", "text/html"), "<html><body>Bad gateway</body></html>"));

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("text/html").hasMessageNotContaining("<html>");
    }

    @Test
    void pageInPlaceOfEventsPointsAtTheAddress() throws IOException {
        UpstreamException failed = failure((request, connection) ->
                connection.answer(200, Map.of("content-type", "text/html"), "<html><body>Welcome</body></html>"));

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("base-url");
    }

    @Test
    void errorUnderStatus200IsAnError() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                200, JSON, "{\"error\":{\"message\":\"model is loading\",\"type\":\"server_error\"}}"));

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("model is loading");
    }

    @Test
    void wholeCompletionInPlaceOfEventsIsAnError() throws IOException {
        UpstreamException failed =
                failure((request, connection) -> connection.answer(200, JSON, "{\"choices\":[{\"index\":0}]}"));

        assertThat(failed).hasMessageContaining("event stream was asked for");
    }

    @ParameterizedTest
    @CsvSource({"server_error, UNAVAILABLE", "rate_limit_exceeded, RATE_LIMITED", "invalid_request_error, REJECTED"})
    void errorEventInMidStreamIsAnError(String type, Kind kind) throws IOException {
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("half"));
            connection.event("{\"error\":{\"message\":\"it broke\",\"type\":\"" + type + "\"}}");
            connection.event(Replies.DONE);
        });

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed).hasMessage("it broke");
        assertThat(pieces).containsExactly("half");
    }

    @Test
    void streamWithoutItsEndIsNoReply() throws IOException {
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("half"));
        });

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("broke off");
        assertThat(pieces).containsExactly("half");
    }

    @Test
    void emptyStreamIsNoReply() throws IOException {
        assertThat(failure((request, connection) -> connection.beginEvents()).kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void resetInMidStreamIsNoReply() throws IOException {
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("half"));
            connection.reset();
        });

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void resetBeforeTheStatusIsNoReply() throws IOException {
        assertThat(failure((request, connection) -> connection.reset()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void textCutWithinACharacterIsNoReply() throws IOException {
        byte[] event = ("data: " + Replies.piece("naïve")).getBytes(StandardCharsets.UTF_8);
        int cut = new String(event, StandardCharsets.ISO_8859_1).indexOf('Ã') + 1;
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.write(Arrays.copyOf(event, cut));
        });

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(pieces).isEmpty();
    }

    @Test
    void eventThatIsNoJsonIsNoReply() throws IOException {
        UpstreamException failed = failure((request, connection) -> {
            connection.beginEvents();
            connection.event("{\"id\": nonsense");
            connection.event(Replies.DONE);
        });

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("could not be read");
    }

    @Test
    void refusedConnectionIsUnavailable() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        UpstreamException failed = failure("http://127.0.0.1:" + port + "/v1");

        assertThat(failed.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("could not be reached");
    }

    @Test
    void keyIsInNoMessageAndNoTrace() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(
                401,
                JSON,
                "{\"error\":{\"message\":\"Incorrect API key provided: " + Settings.KEY
                        + ", or sk-proj-12*****89.\",\"code\":\"invalid_api_key\"}}"));

        StringWriter trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertThat(failed).hasMessage("401: Incorrect API key provided: [key], or [key].");
        assertThat(trace.toString()).doesNotContain(Settings.KEY);
        assertThat(Settings.at("http://127.0.0.1/v1").toString()).doesNotContain(Settings.KEY);
        assertThat(new ApiKey(Settings.KEY)).hasToString("[key]");
    }

    @Test
    void longErrorIsCut() throws IOException {
        UpstreamException failed = failure((request, connection) -> connection.answer(400, JSON, "x".repeat(100_000)));

        assertThat(failed.getMessage()).hasSizeLessThan(700).endsWith("…");
    }

    private UpstreamException failure(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return failure(server.baseUrl());
        }
    }

    private UpstreamException failure(String baseUrl) {
        ModelRequest request = Requests.simple();
        return catchThrowableOfType(
                UpstreamException.class,
                () -> Settings.provider()
                        .open("tested", Settings.at(baseUrl))
                        .complete("gpt-5-mini", request, pieces::add));
    }
}
