package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.RelayReceiver;
import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.RelayRequest.AnswerForm;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenAiRelayTest {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final String BODY = "{\"model\":\"rlm\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final TokenUsage USAGE = new TokenUsage(40, 8, 6, 2);

    private final Received received = new Received();

    /** Keeps what is passed on. */
    private static final class Received implements RelayReceiver {

        private final StringBuilder text = new StringBuilder();
        private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        private final List<TokenUsage> brokeOff = new ArrayList<>();
        private int signsOfLife;

        @Override
        public void whole(List<ByteBuffer> json) {
            text.append(JsonEditorTest.joined(json));
        }

        @Override
        public void events(ByteBuffer events) {
            String next = StandardCharsets.UTF_8.decode(events).toString();
            text.append(next);
            arrived.add(next);
        }

        @Override
        public void alive() {
            signsOfLife++;
        }

        @Override
        public void brokeOff(TokenUsage sofar) {
            brokeOff.add(sofar);
        }
    }

    @Test
    void anAnswerKeepsEveryByteButTheModels() throws IOException {
        String answer = """
                { "id":"chatcmpl-9","choices":[{"index":0,"message":{"role":"assistant","content":null,
                  "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\": 1.50}"}}]},
                  "finish_reason":"tool_calls","logprobs":{"content":[{"token":"\\u00e9","logprob":-1.0E-5}]}}],
                  "model":"gpt-x-2026","own":{"x":[1.10,-0]},
                  "usage":{"prompt_tokens":40,"completion_tokens":6,"total_tokens":46,"cost":0.10,
                    "prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":2}} }
                """;
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, answer))) {
            Relay.Relayed relayed = relay(server).pass(request(false, false), received);

            assertThat(received.text).hasToString(answer.replace("gpt-x-2026", "rlm"));
            assertThat(relayed.usage()).isEqualTo(USAGE);
            ScriptedServer.Request sent = server.requests().getFirst();
            assertThat(sent.body()).isEqualTo(BODY.replace("rlm", "gpt-x"));
            assertThat(sent.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(sent.headers())
                    .containsEntry("authorization", "Bearer " + Settings.KEY)
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void whatAnAnswerCostStandsInItsUsage() throws IOException {
        String answer = "{\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6}}";
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, answer))) {
            relay(server)
                    .pass(
                            request(new AnswerForm("rlm", false, false, usage -> "{\"n\":" + usage.total() + "}")),
                            received);

            assertThat(received.text)
                    .hasToString("{\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6,"
                            + "\"rlm\":{\"n\":10}}}");
        }
    }

    @Test
    void aWholeAnswerWhereAStreamWasAskedForBecomesOne() throws IOException {
        String answer = "{\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"tool_calls\":[{\"id\":\"c\"}]},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6}}";
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, answer))) {
            Relay.Relayed relayed = relay(server).pass(request(true, true), received);

            String frame = "data: {\"object\":\"chat.completion.chunk\",\"model\":\"rlm\",\"choices\":[";
            assertThat(received.text)
                    .hasToString(frame
                            + "{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{\"role\":\"assistant\","
                            + "\"content\":\"Hi\",\"tool_calls\":[{\"id\":\"c\",\"index\":0}]}}],\"usage\":null}\n\n"
                            + frame + "],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6}}\n\n"
                            + "data: [DONE]\n\n");
            assertThat(relayed.usage().total()).isEqualTo(10);
        }
    }

    @Test
    void anAnswerWithoutUsageIsEstimated() throws IOException {
        String answer = "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(298) + "\"}}]}";
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, answer))) {
            TokenUsage usage =
                    relay(server).pass(request(false, false), received).usage();

            assertThat(usage).isEqualTo(TokenUsage.estimated((BODY.length() + 2) / 3, 100));
        }
    }

    @ParameterizedTest
    @CsvSource({"550, 510", "50, 10"})
    void reasoningThatIsCountedApartIsOutputToo(int total, int output) throws IOException {
        String answer = "{\"choices\":[],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":10,\"total_tokens\":"
                + total + ",\"completion_tokens_details\":{\"reasoning_tokens\":500}}}";
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, answer))) {
            TokenUsage usage =
                    relay(server).pass(request(false, false), received).usage();

            assertThat(usage).isEqualTo(new TokenUsage(40, 0, output, Math.min(500, output)));
        }
    }

    @Test
    void aStreamLosesTheUsageThatNobodyAskedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            Relay.Relayed relayed = relay(server).pass(request(true, false), received);

            assertThat(received.text)
                    .hasToString(expected(
                                    Replies.role(),
                                    Replies.piece("In "),
                                    Replies.piece("1932."),
                                    Replies.finish("stop"))
                            .replace(",\"usage\":null", ""));
            assertThat(relayed.usage()).isEqualTo(USAGE);
            assertThat(server.requests().getFirst().body()).contains("\"stream_options\":{\"include_usage\":true}");
        }
    }

    @Test
    void aStreamKeepsTheUsageThatWasAskedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            relay(server).pass(request(true, true), received);

            assertThat(received.text)
                    .hasToString(expected(
                            Replies.role(),
                            Replies.piece("In "),
                            Replies.piece("1932."),
                            Replies.finish("stop"),
                            Replies.usage(40, 8, 6, 2)));
        }
    }

    @Test
    void usageBesideAChoiceMovesToAChunkOfItsOwn() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.event("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"model\":\"m\",\"x\":1,"
                    + "\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            connection.event(Replies.DONE);
        })) {
            relay(server).pass(request(true, true), received);

            assertThat(received.text)
                    .hasToString("data: {\"usage\":null,\"model\":\"rlm\",\"x\":1,"
                            + "\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                            + "data: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"model\":\"rlm\",\"x\":1,"
                            + "\"choices\":[]}\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void eventsTakeTheNarrowFormWhateverTheServerWrites() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.write("\uFEFF: hi\r\n\r\nid: 7\r\nretry: 10\r\ndata:{\"choices\":[{\"finish_reason\":\"stop\"}],"
                    + "\r\ndata: \"error\":null}\r\n\r\n: ping\r\n\r\ndata: [DONE]\r\n\r\n");
        })) {
            relay(server).pass(request(true, false), received);

            assertThat(received.text)
                    .hasToString("data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void everyEventArrivesBeforeTheNextIsWritten() throws Exception {
        BlockingQueue<Integer> mayWrite = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            for (int i = 0; i < 5; i++) {
                connection.event(Replies.piece(mayWrite.take().toString()));
            }
            mayWrite.take();
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        })) {
            Thread relaying = Thread.ofVirtual().start(() -> relay(server).pass(request(true, true), received));
            for (int i = 0; i < 5; i++) {
                mayWrite.add(i);
                assertThat(received.arrived.take()).isEqualTo(expectedPiece(Integer.toString(i)));
            }
            mayWrite.add(5);
            relaying.join();
            assertThat(received.text).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aFinishedStreamWithoutItsMarkGetsOne() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.finish("stop"));
        })) {
            relay(server).pass(request(true, true), received);

            assertThat(received.text).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aStreamThatBreaksOffIsAFailureAndTellsWhatItUsed() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("Half"));
        })) {
            assertFails(server, request(true, true), Kind.UNAVAILABLE, "broke off before its end");
            assertThat(received.text).hasToString(expectedPiece("Half"));
            assertThat(received.brokeOff).singleElement().matches(TokenUsage::estimated);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\":{\"message\":\"Out of memory\",\"code\":500}}", "{\"error\":\"Out of memory\"}"})
    void anErrorInTheStreamIsAFailureInTheServersWords(String event) throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("Half"));
            connection.event(event);
        })) {
            assertFails(server, request(true, true), Kind.UNAVAILABLE, "Out of memory");
            assertThat(received.text).hasToString(expectedPiece("Half"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[", "[1]", "hello", "{} {}", "{\"a\":\"\u0000\"}"})
    void anEventThatIsNoObjectIsAFailure(String event) throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            connection.beginEvents();
            connection.event(event);
            connection.event(Replies.DONE);
        })) {
            assertFails(server, request(true, true), Kind.UNAVAILABLE, "no JSON object");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, KEY_REFUSED",
        "402, KEY_REFUSED",
        "403, KEY_REFUSED",
        "404, REJECTED",
        "408, TIMED_OUT",
        "413, TOO_LONG",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "504, TIMED_OUT",
        "529, UNAVAILABLE"
    })
    void whatIsNotTheClientsMistakeIsTheUpstreams(int status, Kind kind) throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) ->
                connection.answer(status, JSON, "{\"error\":{\"message\":\"No, " + Settings.KEY + "\"}}"))) {
            assertFails(server, request(true, false), kind, status + ": No, [key]");
            assertThat(received.text).isEmpty();
            assertThat(received.signsOfLife).isZero();
        }
    }

    @Test
    void aMistakeOfTheClientKeepsItsWordsParameterAndCode() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.answer(
                400,
                JSON,
                "{\"error\":{\"message\":\"Bad schema\",\"param\":\"tools[0]\",\"code\":\"bad_schema\"}}"))) {
            FailureException failed = catchThrowableOfType(
                    FailureException.class, () -> relay(server).pass(request(false, false), received));

            assertThat(failed.failure())
                    .isEqualTo(new Failure.RefusedByUpstream("Bad schema", "tools[0]", "bad_schema"));
        }
    }

    @Test
    void aPageInPlaceOfAnAnswerIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                (request, connection) -> connection.answer(200, Map.of("content-type", "text/html"), "<html>"))) {
            assertFails(server, request(false, false), Kind.UNAVAILABLE, "text/html");
            assertFails(server, request(true, false), Kind.UNAVAILABLE, "text/html");
        }
    }

    @Test
    void anErrorUnderAGoodStatusIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) ->
                connection.answer(200, JSON, "{\"error\":{\"message\":\"Busy\",\"code\":\"rate_limit\"}}"))) {
            assertFails(server, request(false, false), Kind.RATE_LIMITED, "Busy");
        }
    }

    @Test
    void aConnectionThatEndsInTheAnswerIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, connection) ->
                connection.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"))) {
            assertFails(server, request(false, false), Kind.UNAVAILABLE, "IOException");
            assertThat(received.text).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptClosesTheUpstreamsConnection(boolean begun) throws Exception {
        BlockingQueue<Thread> reached = new LinkedBlockingQueue<>();
        BlockingQueue<Throwable> ended = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
            if (begun) {
                connection.beginEvents();
                connection.event(Replies.piece("Half"));
            }
            reached.add(Thread.currentThread());
            connection.awaitLeaving();
        })) {
            Thread relaying = Thread.ofVirtual().start(() -> {
                try {
                    relay(server).pass(request(true, true), received);
                } catch (CancellationException e) {
                    ended.add(e);
                }
            });
            reached.take();
            if (begun) {
                received.arrived.take();
            }
            relaying.interrupt();

            assertThat(server.nextLeft()).isNotNull();
            assertThat(ended.take()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aLargeRequestArrivesWhole() throws IOException {
        String text = "é".repeat(1_000_000);
        String body = "{\"model\":\"rlm\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        try (ScriptedServer server =
                new ScriptedServer((request, connection) -> connection.answer(200, JSON, "{\"choices\":[]}"))) {
            relay(server).pass(request(body, new AnswerForm("rlm", false, false, null)), received);

            assertThat(server.requests().getFirst().body()).isEqualTo(body.replace("\"rlm\"", "\"gpt-x\""));
        }
    }

    private void assertFails(ScriptedServer server, RelayRequest request, Kind kind, String words) {
        assertThatThrownBy(() -> relay(server).pass(request, received))
                .isInstanceOfSatisfying(
                        UpstreamException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private static Relay relay(ScriptedServer server) {
        return Settings.provider()
                .open("scripted", Settings.at(server.baseUrl()))
                .relay()
                .orElseThrow();
    }

    private static RelayRequest request(boolean stream, boolean usage) {
        return request(new AnswerForm("rlm", stream, usage, null));
    }

    private static RelayRequest request(AnswerForm answer) {
        return request(BODY, answer);
    }

    private static RelayRequest request(String body, AnswerForm answer) {
        return new RelayRequest(
                "gpt-x",
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                answer,
                Map.of(),
                List.of(),
                Set.of(),
                Duration.ofMinutes(1),
                new Share("t", 1));
    }

    private static String expectedPiece(String text) {
        return "data: " + named(Replies.piece(text)) + "\n\n";
    }

    private static String expected(String... events) {
        StringBuilder all = new StringBuilder();
        for (String event : events) {
            all.append("data: ").append(named(event)).append("\n\n");
        }
        return all.append("data: [DONE]\n\n").toString();
    }

    private static String named(@Nullable String event) {
        return String.valueOf(event).replace("\"model\":\"m\"", "\"model\":\"rlm\"");
    }
}
