package io.rlmgateway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command against a scripted service that speaks its HTTP API. */
class EvaluateCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMPLETION = """
            {"choices": [{"message": {"content": "It is 1."}}], "usage": {"prompt_tokens": 100, "completion_tokens": 20,
            "rlm": {"mode": "rlm", "turns": 3, "sub_calls": 4, "cost_usd": 0.5, "stopped": null}}}""";

    @TempDir
    Path directory;

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<String> uploads = new CopyOnWriteArrayList<>();
    private final List<String> deleted = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String completion = COMPLETION;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] reply = reply(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            body)
                    .getBytes(StandardCharsets.UTF_8);
            boolean chat = exchange.getRequestURI().getPath().contains("chat");
            exchange.sendResponseHeaders(chat ? status : 200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String reply(String method, String path, String body) {
        if (path.equals("/v1/models")) {
            return "{\"data\": [{\"id\": \"rlm\"}]}";
        }
        if (path.contains("chat")) {
            asked.add(JSON.readTree(body));
            return completion;
        }
        if (method.equals("DELETE")) {
            deleted.add(path);
            return "{}";
        }
        if (method.equals("POST")) {
            uploads.add(body);
            return "{\"id\": \"file-%d\", \"status\": \"uploaded\"}".formatted(uploads.size());
        }
        return "{\"id\": \"%s\", \"status\": \"processed\"}".formatted(path.substring("/v1/files/".length()));
    }

    @Test
    void eachTextIsUploadedOnceAndAskedAboutInEachMode() {
        assertThat(evaluate("--suite", "needle", "--sizes", "1k")).isZero();

        assertThat(uploads).hasSize(2).allMatch(body -> body.length() > 4000);
        assertThat(deleted).containsExactlyInAnyOrder("/v1/files/file-1", "/v1/files/file-2");
        assertThat(asked).hasSize(8);
        assertThat(asked.subList(0, 4))
                .extracting(body -> body.path("rlm").toString())
                .containsExactly(
                        "{\"mode\":\"direct\"}",
                        "{\"mode\":\"rlm\",\"depth\":0}",
                        "{\"mode\":\"rlm\",\"depth\":1}",
                        "{\"mode\":\"rlm\",\"depth\":2}");
        assertThat(out.toString()).contains("needle-multi", "report.html");
        assertThat(err.toString()).contains("8/8 needle-multi 1k rlm-2: score ");
        assertThat(directory.resolve("report.json")).content().contains("\"sub_calls\" : 4");
    }

    @Test
    void directQuestionsEndWhereTheyAreToldTo() {
        assertThat(evaluate("--suite", "pairs", "--sizes", "1k,2k", "--direct-up-to", "1k", "--modes", "direct,rlm-1"))
                .isZero();

        assertThat(asked)
                .extracting(body -> body.path("rlm").path("mode").asString())
                .containsExactly("direct", "rlm", "rlm");
    }

    @Test
    void evaluationThatWasKilledGoesOnWhereItWas() throws IOException {
        assertThat(evaluate("--suite", "pairs,multi-hop", "--sizes", "1k", "--modes", "direct,rlm-1"))
                .isZero();
        Path log = directory.resolve(TrialLog.NAME);
        String whole = Files.readString(log);
        String cut = whole.substring(0, whole.length() - 30);
        Files.writeString(log, cut);
        asked.clear();

        assertThat(evaluate("--suite", "pairs,multi-hop", "--sizes", "1k", "--modes", "direct,rlm-1"))
                .isZero();

        assertThat(asked).hasSize(1);
        assertThat(err.toString()).contains("Going on: 3 of 4 questions");
        assertThat(Files.readAllLines(log)).hasSize(5);
    }

    @Test
    void aLimitOfTheMoneyThatCannotBeKeptIsToldAtOnce() {
        completion = COMPLETION.replace("0.5", "null");

        assertThat(evaluate("--suite", "needle", "--sizes", "1k", "--max-cost", "1"))
                .isEqualTo(1);

        assertThat(asked).hasSize(1);
        assertThat(err.toString()).contains("--max-cost cannot be kept", "rlm.model-facts");
    }

    @Test
    void nothingIsAskedBeyondTheMoney() {
        assertThat(evaluate("--suite", "pairs", "--sizes", "1k", "--max-cost", "1"))
                .isEqualTo(1);

        assertThat(asked).hasSize(2);
        assertThat(err.toString()).contains("--max-cost is used up");
    }

    @Test
    void failureIsReportedAndAskedAgain() {
        status = 502;
        completion = "{\"error\": {\"message\": \"The upstream failed.\"}}";
        assertThat(evaluate("--suite", "pairs", "--sizes", "1k", "--modes", "rlm-1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("failed").contains("502: The upstream failed.");
        status = 200;
        completion = COMPLETION;

        assertThat(evaluate("--suite", "pairs", "--sizes", "1k", "--modes", "rlm-1"))
                .isZero();
    }

    @Test
    void textsAreAskedAboutInParallel() {
        assertThat(evaluate("--suite", "all", "--sizes", "1k", "--repeat", "2", "--parallel", "4"))
                .isZero();

        assertThat(asked).hasSize(7 * 2 * 4);
    }

    static Stream<Arguments> wrongArguments() {
        return Stream.of(
                Arguments.of("--sizes 9q", "'9q' is no size"),
                Arguments.of("--suite haystack", "no suite 'haystack'"),
                Arguments.of("--modes rlm-x", "no mode 'rlm-x'"),
                Arguments.of("--parallel 0", "--parallel must be"),
                Arguments.of("--repeat 0", "--repeat"),
                Arguments.of("--timeout 5", "timeout"),
                Arguments.of("--timeout 0s", "--timeout"),
                Arguments.of("--max-cost 0", "--max-cost"),
                Arguments.of("--oolong none.jsonl", "none.jsonl"),
                Arguments.of("--api-key NO_SUCH_VARIABLE_HERE", "not set"),
                Arguments.of("--set a=b", "--set has no meaning"),
                Arguments.of("--colour red", "--colour"));
    }

    @ParameterizedTest
    @MethodSource("wrongArguments")
    void wrongArgumentsEndWithTwoAndSayWhatIsWrong(String arguments, String message) {
        assertThat(evaluate(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help");
        assertThat(asked).isEmpty();
    }

    @Test
    void modelThatIsNotServedIsRefusedWithThoseThatAre() {
        assertThat(execute("--model", "other", "--base-url", base(), "--output", directory.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("does not serve 'other'").contains("It serves: rlm");
    }

    @Test
    void serviceThatIsNotThereEndsWithOne() {
        String base = base();
        server.stop(0);

        assertThat(execute("--model", "rlm", "--base-url", base, "--output", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("does not answer");
    }

    @Test
    void helpNamesAllOptions() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("--model", "--oolong", "--max-cost", "Exit codes:", "needle-single");
    }

    private int evaluate(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--model", "rlm", "--base-url", base() + "/v1/", "--output", directory.toString()));
        all.addAll(Arrays.asList(arguments));
        return execute(all.toArray(String[]::new));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int execute(String... arguments) {
        CommandLine command = Evaluation.command(settings -> {
            throw new IllegalStateException("no service of its own is needed");
        });
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
