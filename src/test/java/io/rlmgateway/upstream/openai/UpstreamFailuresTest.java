package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.RelayReceiver;
import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.RestartablePieces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of each fault of an upstream, as the table in the documentation says. */
@Timeout(120)
class UpstreamFailuresTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TABLE = Path.of("docs/upstream-failures.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9-]+)` \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|");

    /**
     * A row of the table.
     *
     * @param fault the fault's name
     * @param session what a session gets
     * @param client what a direct client gets
     */
    record Row(String fault, String session, String client) {}

    static List<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3)))
                .toList();
    }

    @Test
    void eachFaultHasItsRow() throws IOException {
        assertThat(rows())
                .extracting(Row::fault)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Fault.values()).map(Fault::text).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void sessionGetsWhatTheTableSays(Row row) throws IOException {
        StringBuilder text = new StringBuilder();
        RestartablePieces receiver = new RestartablePieces() {
            @Override
            public void accept(String piece) {
                text.append(piece);
            }

            @Override
            public boolean restart() {
                text.setLength(0);
                return true;
            }
        };

        String outcome = outcome(
                Fault.of(row.fault),
                models -> assertThat(models.complete(request(Purpose.LEAF), receiver)
                                .usage()
                                .input())
                        .isNotNegative());

        assertThat(outcome).isEqualTo(row.session);
        if (outcome.startsWith("answered")) {
            assertThat(text).hasToString(Fault.of(row.fault).answer());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void directClientGetsWhatTheTableSays(Row row) throws IOException {
        StringBuilder text = new StringBuilder();

        String outcome = outcome(
                Fault.of(row.fault),
                models -> models.relay("faulty/m").orElseThrow().pass(relayed(), events(text)));

        assertThat(outcome).isEqualTo(row.client);
        if (outcome.startsWith("answered")) {
            assertThat(text)
                    .hasToString(outcome.endsWith("1") ? Fault.of(row.fault).answer() : "In 1932.");
        }
    }

    @Test
    void relayedCallsThatFailOpenTheCircuit() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                (request, connection) -> connection.answer(500, Map.of("content-type", "application/json"), "{}"))) {
            context(server.baseUrl()).run(context -> {
                Relay relay = context.getBean(Models.class).relay("faulty/m").orElseThrow();
                for (int i = 0; i < 10; i++) {
                    assertThatThrownBy(() -> relay.pass(relayed(), events(new StringBuilder())))
                            .isInstanceOf(FailureException.class);
                }

                int asked = server.requests().size();
                assertThatThrownBy(() -> relay.pass(relayed(), events(new StringBuilder())))
                        .hasMessageContaining("left alone");
                assertThat(server.requests()).hasSize(asked);
            });
        }
    }

    private static String outcome(Fault fault, Consumer<Models> call) throws IOException {
        AtomicReference<String> outcome = new AtomicReference<>();
        try (ScriptedServer server = new ScriptedServer(fault::play)) {
            context(fault.address(server))
                    .run(context -> outcome.set(outcome(context.getBean(Models.class), server, call)));
        }
        return Objects.requireNonNull(outcome.get());
    }

    private static ApplicationContextRunner context(String address) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(Spans.class, Spans::none)
                .withPropertyValues(
                        "rlm.upstreams.faulty.kind=openai",
                        "rlm.upstreams.faulty.base-url=" + address,
                        "rlm.upstreams.faulty.api-key=" + Settings.KEY,
                        "rlm.upstreams.faulty.retries=1",
                        "rlm.upstreams.faulty.connect-timeout=300ms",
                        "rlm.upstreams.faulty.first-byte-timeout=2s",
                        "rlm.upstreams.faulty.idle-timeout=2s",
                        "rlm.upstreams.faulty.total-timeout=5s");
    }

    private static String outcome(Models models, ScriptedServer server, Consumer<Models> call) {
        try {
            call.accept(models);
            return "answered, attempts: " + server.requests().size();
        } catch (FailureException e) {
            assertThat(e.getMessage()).doesNotContain(Settings.KEY);
            return status(e.failure()) + ", attempts: " + server.requests().size();
        }
    }

    /** {@return what gathers the text of a stream that is passed on} */
    static RelayReceiver events(StringBuilder text) {
        return new RelayReceiver() {
            @Override
            public void whole(List<ByteBuffer> json) {
                throw new AssertionError("a stream was asked for");
            }

            @Override
            public void events(ByteBuffer events) {
                for (String event :
                        StandardCharsets.UTF_8.decode(events).toString().split("\n\n", -1)) {
                    if (event.startsWith("data: {")) {
                        text.append(JSON.readTree(event.substring("data: ".length()))
                                .at("/choices/0/delta/content")
                                .asString(""));
                    }
                }
            }
        };
    }

    static RelayRequest relayed() {
        return new RelayRequest(
                "faulty/m",
                ByteBuffer.wrap("{\"model\":\"rlm\",\"stream\":true,\"messages\":[]}".getBytes(StandardCharsets.UTF_8)),
                new RelayRequest.AnswerForm("rlm", true, false, null),
                Map.of(),
                List.of(),
                Set.of(),
                Duration.ofSeconds(60),
                new Share("tested", 1));
    }

    private static String status(Failure failure) {
        return switch (failure) {
            case Failure.UpstreamFailed _ -> "502 upstream failed";
            case Failure.UpstreamTimedOut _ -> "504 upstream timed out";
            case Failure.RateLimited _ -> "429";
            default -> failure.getClass().getSimpleName();
        };
    }

    static ModelRequest request(Purpose purpose) {
        return new ModelRequest(
                "faulty/m",
                purpose,
                List.of(Message.user("When?")),
                ModelOptions.of(100, Duration.ofSeconds(60)),
                new Share("tested", 1));
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(basePackages = "io.rlmgateway.upstream.openai")
    @ConfigurationPropertiesScan("io.rlmgateway.upstream")
    @ComponentScan(
            basePackages = "io.rlmgateway.upstream",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = org.springframework.context.annotation.FilterType.REGEX,
                            pattern = "io\\.rlmgateway\\.upstream\\.ConfiguredModels"))
    static class Application {}
}
