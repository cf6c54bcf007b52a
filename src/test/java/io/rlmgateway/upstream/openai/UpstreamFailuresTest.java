package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.RestartablePieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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

/** What becomes of each fault of an upstream, as the table in the documentation says. */
@Timeout(120)
class UpstreamFailuresTest {

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

        String outcome = outcome(Fault.of(row.fault), Purpose.LEAF, receiver);

        assertThat(outcome).isEqualTo(row.session);
        if (outcome.startsWith("answered")) {
            assertThat(text).hasToString(Fault.of(row.fault).answer());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void directClientGetsWhatTheTableSays(Row row) throws IOException {
        StringBuilder text = new StringBuilder();

        String outcome = outcome(Fault.of(row.fault), Purpose.DIRECT, text::append);

        assertThat(outcome).isEqualTo(row.client);
        if (outcome.startsWith("answered")) {
            assertThat(text).hasToString(Fault.of(row.fault).answer());
        }
    }

    private static String outcome(Fault fault, Purpose purpose, Consumer<String> receiver) throws IOException {
        AtomicReference<String> outcome = new AtomicReference<>();
        try (ScriptedServer server = new ScriptedServer(fault::play)) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Application.class)
                    .withPropertyValues(
                            "rlm.upstreams.faulty.kind=openai",
                            "rlm.upstreams.faulty.base-url=" + fault.address(server),
                            "rlm.upstreams.faulty.api-key=" + Settings.KEY,
                            "rlm.upstreams.faulty.retries=1",
                            "rlm.upstreams.faulty.connect-timeout=300ms",
                            "rlm.upstreams.faulty.first-byte-timeout=2s",
                            "rlm.upstreams.faulty.idle-timeout=2s")
                    .run(context ->
                            outcome.set(outcome(context.getBean(Models.class), server, request(purpose), receiver)));
        }
        return Objects.requireNonNull(outcome.get());
    }

    private static String outcome(
            Models models, ScriptedServer server, ModelRequest request, Consumer<String> receiver) {
        try {
            ModelReply reply = models.complete(request, receiver);
            assertThat(reply.usage().input()).isNotNegative();
            return "answered, attempts: " + server.requests().size();
        } catch (FailureException e) {
            assertThat(e.getMessage()).doesNotContain(Settings.KEY);
            return status(e.failure()) + ", attempts: " + server.requests().size();
        }
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
