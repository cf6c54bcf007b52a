package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.completion.CompletionQuery;
import io.rlmgateway.completion.Completions;
import io.rlmgateway.completion.StoredCompletion;
import io.rlmgateway.upstream.DirectCallListener.DirectCall;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.openai.Replies;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rlm.chat.keep-alive=5ms",
            "rlm.chat.hold=2s",
            "rlm.chat.stream-hold=2s",
            "rlm.upstreams.wire.kind=openai",
            "rlm.upstreams.wire.api-key=secret-key-4711",
            "rlm.upstreams.wire.retries=1",
            "rlm.upstreams.busy.kind=openai",
            "rlm.upstreams.busy.retries=0",
            "rlm.model-facts[0].model=wire/gpt-x",
            "rlm.model-facts[0].refused=temperature",
            "rlm.model-facts[0].input-price=1",
            "rlm.model-facts[0].output-price=10",
            "rlm.model-facts[1].model=busy/first",
            "rlm.model-facts[1].window=20000",
            "rlm.model-facts[2].model=busy/small",
            "rlm.model-facts[2].window=10000",
            "rlm.model-facts[3].model=busy/large",
            "rlm.model-facts[3].window=40000",
            "rlm.model-facts[3].refused=seed",
            "rlm.model-facts[3].input-price=2",
            "rlm.model-facts[3].output-price=20",
            "rlm.fallbacks[0].model=busy/first",
            "rlm.fallbacks[0].to=busy/small,busy/large",
            "spring.main.register-shutdown-hook=false"
        })
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RelayTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> AS_JSON = Map.of("content-type", "application/json");
    private static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String ANSWER =
            "{\"id\":\"chatcmpl-9\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"message\":"
                    + "{\"role\":\"assistant\",\"content\":\"In 1932.\"},\"finish_reason\":\"stop\",\"own\":1.50}],"
                    + "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":6}}";

    private static volatile ScriptedServer.Script script = Replies::play;
    private static final ScriptedServer SERVER =
            new ScriptedServer((request, connection) -> script.play(request, connection));

    @TempDir
    static Path data;

    @LocalServerPort
    int port;

    @Autowired
    ScriptedSessions sessions;

    @Autowired
    RelayApplication.Calls calls;

    @Autowired
    Completions completions;

    private final HttpClient client = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
        registry.add("rlm.upstreams.wire.base-url", SERVER::baseUrl);
        registry.add("rlm.upstreams.busy.base-url", SERVER::baseUrl);
    }

    @AfterAll
    static void close() throws IOException {
        SERVER.close();
    }

    @BeforeEach
    void begin() {
        sessions.reset();
        sessions.directly("wire/gpt-x");
        calls.ended.clear();
        SERVER.requests().clear();
        script = (request, connection) -> connection.answer(
                200,
                Map.of("content-type", "application/json", "x-request-id", "theirs", "x-ratelimit-limit-requests", "9"),
                ANSWER);
    }

    @Test
    void theRequestAndTheAnswerPassAsTheyAre() throws Exception {
        String body = "{ \"model\":\"rlm\", \"made_up\":[1.0,\"\\u00e9\"], \"n\":2,\"tools\":[{\"type\":\"function\","
                + "\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\",\"logprobs\":true," + QUESTION + "}";

        HttpResponse<String> response = post(body);

        assertThat(response.body()).isEqualTo(ANSWER.replace("gpt-x", "rlm"));
        assertThat(SERVER.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEqualTo(body.replace("\"rlm\"", "\"gpt-x\"")));
        assertThat(response.headers().firstValue("x-rlm-mode")).hasValue("direct");
        assertThat(response.headers().firstValue("x-rlm-ignored-params")).isEmpty();
        assertThat(response.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
        assertThat(response.headers().allValues("x-request-id"))
                .singleElement()
                .asString()
                .startsWith("req_");
        DirectCall call = calls.ended.take();
        assertThat(call.model()).isEqualTo("wire/gpt-x");
        assertThat(call.usage()).isEqualTo(new TokenUsage(40, 0, 6, 0));
        assertThat(call.costUsd()).isEqualTo(0.0001);
    }

    @Test
    void imagesAndAudioGoToTheUpstreamThoughASessionReadsNeither() {
        String body =
                "{\"model\":\"rlm\",\"modalities\":[\"text\",\"audio\"],\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://host/a.png\"}},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QQ==\",\"format\":\"wav\"}}]}]}";

        assertThat(post(body).statusCode()).isEqualTo(200);
        assertThat(SERVER.requests().getFirst().body()).isEqualTo(body.replace("\"rlm\"", "\"gpt-x\""));
        assertThat(post(body.replace("\"rlm\"", "\"rlm;mode=rlm\"")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatTheModelRefusesGoesAndIsReported() {
        HttpResponse<String> response = post("{\"model\":\"rlm\",\"temperature\":0.0,\"rlm\":{\"mode\":\"direct\","
                + "\"colour\":1},\"stream_options\":{}," + QUESTION + "}");

        assertThat(SERVER.requests().getFirst().body()).isEqualTo("{\"model\":\"gpt-x\"," + QUESTION + "}");
        assertThat(response.headers().firstValue("x-rlm-ignored-params"))
                .hasValue("rlm.colour, stream_options, temperature");
        JsonNode usage = json(response.body()).at("/usage/rlm");
        assertThat(usage.path("mode").stringValue()).isEqualTo("direct");
        assertThat(usage.path("cost_usd").doubleValue()).isEqualTo(0.0001);
        assertThat(usage.path("ignored").toString()).isEqualTo("[\"rlm.colour\",\"stream_options\",\"temperature\"]");
    }

    @Test
    void storedFilesAreSentAsText() {
        post("{\"model\":\"rlm\",\"rlm\":{\"documents\":[\"file-2\"]},\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}]}");

        assertThat(SERVER.requests().getFirst().body())
                .isEqualTo("{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"file-2\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"text of file-1\"}]}]}");
    }

    @Test
    void aBodyInAnotherEncodingArrivesAsUtf8() {
        byte[] body = ("{\"model\":\"rlm\"," + QUESTION.replace("Hi", "é") + "}").getBytes(StandardCharsets.UTF_16LE);
        HttpResponse<String> response = send(HttpRequest.newBuilder(completions())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(SERVER.requests().getFirst().body())
                .isEqualTo("{\"model\":\"gpt-x\"," + QUESTION.replace("Hi", "é") + "}");
    }

    @Test
    void aStreamPassesEventByEventUnderOurHeaders() throws Exception {
        script = Replies::play;

        HttpResponse<String> response = post("{\"model\":\"rlm\",\"stream\":true,\"stream_options\":"
                + "{\"include_usage\":true}," + QUESTION + "}");

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream;charset=utf-8");
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(response.body().replaceAll("(: keep-alive\n\n)+", ""))
                .isEqualTo(("data: " + Replies.role() + "\n\ndata: " + Replies.piece("In ") + "\n\ndata: "
                                + Replies.piece("1932.") + "\n\ndata: " + Replies.finish("stop") + "\n\ndata: "
                                + Replies.usage(40, 8, 6, 2) + "\n\ndata: [DONE]\n\n")
                        .replace("\"model\":\"m\"", "\"model\":\"rlm\""));
        assertThat(calls.ended.take().usage()).isEqualTo(new TokenUsage(40, 8, 6, 2));
    }

    @ParameterizedTest
    @CsvSource({"true, stream", "false, whole"})
    void whatIsStoredIsWhatTheUpstreamAnswered(boolean stream) {
        if (stream) {
            script = Replies::play;
        }
        post("{\"model\":\"rlm\",\"store\":true,\"metadata\":{\"k\":\"v\"},\"stream\":" + stream + "," + QUESTION
                + "}");

        Optional<StoredCompletion> stored =
                completions.list("default", new CompletionQuery(null, Map.of("k", "v"), 1, false, null)).stream()
                        .findFirst();
        JsonNode completion = JSON.readTree(stored.orElseThrow().json());
        assertThat(completion.path("model").stringValue()).isEqualTo("rlm");
        assertThat(completion.at("/choices/0/message/content").stringValue()).isEqualTo("In 1932.");
        assertThat(completion.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(SERVER.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("\"store\":true"));
    }

    @Test
    void silenceIsFilledAndTheStreamGoesOn() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        script = (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("One"));
            released.await();
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        };
        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", "{\"model\":\"rlm\",\"stream\":true," + QUESTION + "}");

            assertThat(connection.readUntil(": keep-alive")).contains("\"content\":\"One\"");
            released.countDown();
            assertThat(connection.readUntil("[DONE]")).contains("\"finish_reason\":\"stop\"");
        }
    }

    @Test
    void theStatusComesLateWhereTheAnswerDoes() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        script = (request, connection) -> {
            released.await();
            connection.answer(200, AS_JSON, ANSWER);
        };
        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", "{\"model\":\"rlm\"," + QUESTION + "}");

            assertThat(connection.readUntil("\r\n\r\n")).contains("200", "chunked");
            assertThat(connection.readUntil("1\r\n\n\r\n")).isNotEmpty();
            released.countDown();
            assertThat(connection.readUntil("\r\n0\r\n\r\n")).contains(ANSWER.replace("gpt-x", "rlm"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, 'null'",
        "401, 502, upstream_error",
        "403, 502, upstream_error",
        "404, 502, upstream_error",
        "500, 502, upstream_error",
        "504, 504, upstream_timeout"
    })
    void theUpstreamsErrorsBecomeOurs(int theirs, int ours, String code) {
        // what is learned of one model is not held against another
        sessions.directly("wire/failing-" + theirs);
        script = (request, connection) -> connection.answer(
                theirs, AS_JSON, "{\"error\":{\"message\":\"No: secret-key-4711\",\"param\":\"tools\",\"code\":null}}");
        for (String stream : new String[] {"", "\"stream\":true,"}) {
            HttpResponse<String> response = post("{\"model\":\"rlm\"," + stream + QUESTION + "}");

            JsonNode error = json(response.body()).path("error");
            assertThat(response.statusCode()).isEqualTo(ours);
            assertThat(error.path("code").asString("null")).isEqualTo(code);
            assertThat(error.path("message").stringValue()).contains("No: [key]");
            assertThat(error.path("param").asString("null")).isEqualTo(theirs == 400 ? "tools" : "null");
        }
    }

    @Test
    void aBusyUpstreamSaysWhenToComeAgain() {
        sessions.directly("wire/busy");
        script = (request, connection) -> connection.answer(
                429,
                Map.of("content-type", "application/json", "retry-after", "4000"),
                "{\"error\":{\"message\":\"Busy\"}}");

        HttpResponse<String> response = post("{\"model\":\"rlm\"," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("60");
        assertThat(SERVER.requests()).hasSize(1);
    }

    @Test
    void anotherAttemptIsMadeWhileNothingWasPassedOn() {
        script = (request, connection) -> {
            if (SERVER.requests().size() == 1) {
                connection.reset();
            } else {
                connection.answer(200, AS_JSON, ANSWER);
            }
        };

        assertThat(post("{\"model\":\"rlm\"," + QUESTION + "}").body()).isEqualTo(ANSWER.replace("gpt-x", "rlm"));
        assertThat(SERVER.requests()).hasSize(2);
    }

    @Test
    void aFailureInTheStreamIsAnEventAndIsNotTriedAgain() throws Exception {
        script = (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("Half"));
            connection.event("{\"error\":{\"message\":\"Out of memory\"}}");
            connection.awaitLeaving();
        };

        String body =
                post("{\"model\":\"rlm\",\"stream\":true," + QUESTION + "}").body();

        assertThat(body)
                .contains("\"content\":\"Half\"")
                .containsPattern(
                        "event: error\ndata: \\{\"error\":\\{\"message\":\".*Out of memory\".*\n\ndata: \\[DONE]\n\n$");
        assertThat(SERVER.requests()).hasSize(1);
        assertThat(calls.ended.take().usage().estimated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"stream\":true,"})
    void aLostClientClosesTheUpstreamsConnection(String stream) throws Exception {
        BlockingQueue<Boolean> reached = new LinkedBlockingQueue<>();
        script = (request, connection) -> {
            reached.add(true);
            connection.awaitLeaving();
        };
        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", "{\"model\":\"rlm\"," + stream + QUESTION + "}");
            reached.take();
        }

        assertThat(SERVER.nextLeft().body()).contains("gpt-x");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anotherModelAnswersInThePlaceOfOneThatFails(boolean stream) throws Exception {
        sessions.directly("busy/first");
        script = (request, connection) -> {
            if (request.body().contains("\"large\"")) {
                stream(stream, connection);
            } else {
                connection.answer(503, AS_JSON, "{\"error\":{\"message\":\"busy\"}}");
            }
        };

        HttpResponse<String> response = post("{\"model\":\"rlm\",\"stream\":" + stream
                + ",\"seed\":7,\"stream_options\":{\"include_usage\":true},\"rlm\":{\"mode\":\"auto\"}," + QUESTION
                + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"model\":\"rlm\"", "1932", "\"models\":{\"busy/large\"")
                .doesNotContain("large\",\"choices", "event: error");
        assertThat(SERVER.requests().getLast().body()).doesNotContain("seed");
        DirectCall call = calls.ended.take();
        assertThat(call.model()).isEqualTo("busy/large");
        assertThat(call.costUsd()).isEqualTo((40 * 2.0 + 6 * 20.0) / 1_000_000);
    }

    @Test
    void promptThatIsTooLongGoesToALargerWindowOnly() {
        sessions.directly("busy/first");
        script = (request, connection) -> {
            if (request.body().contains("\"large\"")) {
                connection.answer(200, AS_JSON, ANSWER.replace("gpt-x", "large"));
            } else {
                connection.answer(
                        400, AS_JSON, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}");
            }
        };

        assertThat(post("{\"model\":\"rlm\"," + QUESTION + "}").body()).isEqualTo(ANSWER.replace("gpt-x", "rlm"));
        assertThat(SERVER.requests()).hasSize(2);
    }

    @Test
    void requestThatIsRefusedGoesToNoOtherModel() {
        sessions.directly("busy/first");
        script = (request, connection) ->
                connection.answer(400, AS_JSON, "{\"error\":{\"message\":\"no such tool\",\"param\":\"tools\"}}");

        HttpResponse<String> response = post("{\"model\":\"rlm\"," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("no such tool");
        assertThat(SERVER.requests()).hasSize(1);
    }

    @Test
    void streamOfWhichAPieceWentToTheClientGoesToNoOtherModel() {
        sessions.directly("busy/first");
        script = (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("In "));
        };

        HttpResponse<String> response = post("{\"model\":\"rlm\",\"stream\":true," + QUESTION + "}");

        assertThat(response.body()).contains("In ", "event: error");
        assertThat(SERVER.requests()).hasSize(1);
    }

    private static void stream(boolean stream, ScriptedServer.Connection connection) throws IOException {
        if (!stream) {
            connection.answer(200, AS_JSON, ANSWER.replace("gpt-x", "large"));
            return;
        }
        connection.beginEvents();
        connection.event(Replies.piece("In 1932."));
        connection.event(Replies.finish("stop"));
        connection.event(Replies.usage(40, 0, 6, 0));
        connection.event("[DONE]");
    }

    private HttpResponse<String> post(String body) {
        return send(HttpRequest.newBuilder(completions())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private URI completions() {
        return URI.create("http://localhost:" + port + "/v1/chat/completions");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
