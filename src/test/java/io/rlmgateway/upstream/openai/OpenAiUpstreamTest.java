package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class OpenAiUpstreamTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void requestCarriesEverythingByItsOpenAiName() throws IOException {
        Map<String, Object> schema = Map.of(
                "type",
                "json_schema",
                "json_schema",
                Map.of("name", "when", "strict", false, "schema", Map.of("type", "object")));
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            open(server)
                    .complete(
                            "vendor/model",
                            Requests.with(Map.of(
                                    "temperature",
                                    0.25,
                                    "seed",
                                    7,
                                    "reasoning_effort",
                                    "low",
                                    "response_format",
                                    schema,
                                    "logit_bias",
                                    Map.of("50256", -100),
                                    "metadata",
                                    Map.of("a", "b"),
                                    "a_servers_own",
                                    List.of(1, 2),
                                    "n",
                                    3,
                                    "stream",
                                    false)),
                            piece -> {});

            ScriptedServer.Request sent = server.requests().getFirst();
            assertThat(sent.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(JSON.readTree(sent.body())).isEqualTo(JSON.readTree("""
                    {"model":"vendor/model","messages":[
                      {"role":"system","content":"Be brief."},{"role":"user","content":"When?"},
                      {"role":"assistant","content":"1932."},{"role":"user","content":"Sure?"}],
                     "stream":true,"stream_options":{"include_usage":true},"max_tokens":500,"stop":"END",
                     "temperature":0.25,"seed":7,"reasoning_effort":"low","logit_bias":{"50256":-100},
                     "metadata":{"a":"b"},"a_servers_own":[1,2],
                     "response_format":{"type":"json_schema",
                       "json_schema":{"name":"when","strict":false,"schema":{"type":"object"}}}}"""));
        }
    }

    @Test
    void openAiItselfGetsTheNewerNameOfTheCap() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            HttpTransport transport = new HttpTransport(new ApiKey(""), Duration.ofSeconds(10));
            OpenAiUpstream.at(
                            URI.create(server.baseUrl()),
                            transport,
                            new ChatPrompts.Dialect(OutputLimitParameter.MAX_COMPLETION_TOKENS, true))
                    .complete("gpt-5-mini", Requests.with(Map.of()), piece -> {});

            JsonNode body = JSON.readTree(server.requests().getFirst().body());
            assertThat(body.path("max_completion_tokens").intValue()).isEqualTo(500);
            assertThat(body.has("max_tokens")).isFalse();
            assertThat(body.path("stream_options").path("include_obfuscation").booleanValue())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max_completion_tokens, max_completion_tokens, max_tokens",
        "max-tokens, max_tokens, max_completion_tokens",
        ", max_tokens, max_completion_tokens"
    })
    void aServerGetsTheCapByTheNameThatIsSetForIt(@Nullable String set, String sent, String notSent)
            throws IOException {
        Map<String, String> settings =
                set == null ? Map.of() : Map.of("rlm.upstreams.mine.output-limit-parameter", set);
        OpenAiProperties properties =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("rlm", OpenAiProperties.class);
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            new OpenAiProvider(properties, new ConnectionProperties(Map.of()))
                    .open("mine", Settings.at(server.baseUrl()))
                    .complete("m", Requests.with(Map.of()), piece -> {});

            JsonNode body = JSON.readTree(server.requests().getFirst().body());
            assertThat(body.path(sent).intValue()).isEqualTo(500);
            assertThat(body.has(notSent)).isFalse();
            assertThat(body.path("stream_options").has("include_obfuscation")).isFalse();
        }
    }

    @Test
    void keyIsSentAsBearerAndTheExchangeStaysInside() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            open(server).complete("m", Requests.simple(), piece -> {});

            assertThat(server.requests().getFirst().headers())
                    .containsEntry("authorization", "Bearer " + Settings.KEY)
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey(HttpTransport.EXCHANGE);
        }
    }

    @Test
    void withoutAKeyNothingIsSentForOne() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            Settings.provider()
                    .open("local", Settings.with(server.baseUrl(), ""))
                    .complete("m", Requests.simple(), piece -> {});

            assertThat(server.requests().getFirst().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void usageHasCachedAndReasoningTokens() throws IOException {
        assertThat(reply(Replies::play).usage()).isEqualTo(new TokenUsage(40, 8, 6, 2));
    }

    @Test
    void usageIsEstimatedWhereTheServerDoesNotCount() throws IOException {
        ModelReply reply = reply((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("In 1932."));
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        });

        assertThat(reply.usage())
                .isEqualTo(new TokenUsage(
                        TokenEstimate.of(Requests.simple().messages()), 0, TokenEstimate.of("In 1932."), 0, true));
    }

    @Test
    void filteredReplyAndRefusalAreTold() throws IOException {
        ModelReply reply = reply((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.refusal("I cannot "));
            connection.event(Replies.refusal("help."));
            connection.event(Replies.finish("content_filter"));
            connection.event(Replies.DONE);
        });

        assertThat(reply.stop()).isEqualTo(StopReason.CONTENT_FILTER);
        assertThat(reply.refusal()).isEqualTo("I cannot help.");
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void endMarkSufficesWhereTheServerGivesNoFinishReason() throws IOException {
        ModelReply reply = reply((request, connection) -> {
            connection.beginEvents();
            connection.write(": a comment\n\n");
            connection.event(Replies.piece("In 1932."));
            connection.event(Replies.DONE);
        });

        assertThat(reply.text()).isEqualTo("In 1932.");
        assertThat(reply.stop()).isEqualTo(StopReason.STOP);
        assertThat(reply.refusal()).isNull();
    }

    @Test
    void finishReasonSufficesWhereTheServerGivesNoEndMark() throws IOException {
        ModelReply reply = reply((request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("In 1932."));
            connection.event(Replies.finish("stop"));
        });

        assertThat(reply.text()).isEqualTo("In 1932.");
    }

    @Test
    void charactersSplitBetweenPacketsArriveWhole() throws IOException {
        ModelReply reply = reply((request, connection) -> {
            connection.beginEvents();
            for (byte next : ("data: " + Replies.piece("naïve 漢字 🌉") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)) {
                connection.write(new byte[] {next});
            }
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        });

        assertThat(reply.text()).isEqualTo("naïve 漢字 🌉");
    }

    @Test
    void all256CallsAreInFlightAtOnce() throws Exception {
        // nobody is answered before all are there: with any limit below, the test would never end
        CyclicBarrier everyone = new CyclicBarrier(256);
        ScriptedServer.Script script = (request, connection) -> {
            await(everyone);
            Replies.play(request, connection);
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Upstream upstream = open(server);
            List<Future<ModelReply>> replies = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                replies.add(threads.submit(() -> upstream.complete("m", Requests.simple(), piece -> {})));
            }
            for (Future<ModelReply> reply : replies) {
                assertThat(reply.get().text()).isEqualTo("In 1932.");
            }
            assertThat(server.peak()).isEqualTo(256);
        }
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
            connection.event(Replies.piece("half"));
            asked.countDown();
            connection.awaitLeaving();
        });
    }

    @Test
    void failureOfTheReceiverClosesTheConnection() throws Exception {
        ScriptedServer.Script script = (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("half"));
            connection.awaitLeaving();
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            Upstream upstream = open(server);
            ModelRequest request = Requests.simple();

            assertThatThrownBy(() -> upstream.complete("m", request, piece -> {
                        throw new IllegalStateException("the client is gone");
                    }))
                    .hasMessage("the client is gone");
            assertThat(server.nextLeft().number()).isEqualTo(1);
        }
    }

    private static void cancelledCallLeavesTheServer(CountDownLatch asked, ScriptedServer.Script script)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(script);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Upstream upstream = open(server);
            Future<ModelReply> call = threads.submit(() -> upstream.complete("m", Requests.simple(), piece -> {}));
            asked.await();
            threads.shutdownNow();

            assertThatThrownBy(call::get).hasCauseInstanceOf(CancellationException.class);
            assertThat(server.nextLeft().number()).isEqualTo(1);
        }
    }

    private static ModelReply reply(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return open(server).complete("m", Requests.simple(), piece -> {});
        }
    }

    private static Upstream open(ScriptedServer server) {
        return Settings.provider().open("tested", Settings.at(server.baseUrl()));
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
