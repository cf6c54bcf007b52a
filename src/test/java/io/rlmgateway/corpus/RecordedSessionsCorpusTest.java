package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GatewayClient;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sessions that a real model wrote, played again through HTTP: same printed output, same final answer. */
@Tag("corpus")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rlm.upstreams.scripted.kind=scripted",
            "rlm.models[0].id=rlm",
            "rlm.models[0].root=scripted/recorded"
        })
class RecordedSessionsCorpusTest {

    private static final Path RECORDED =
            Path.of(System.getProperty("corpus", "../shared")).resolve("corpus/trajectories/replay");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path data;

    private static volatile List<String> script = List.of();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Scripted {

        @Bean
        UpstreamProvider scripted() {
            return new ScriptedProvider();
        }
    }

    private static final class ScriptedProvider implements UpstreamProvider {

        @Override
        public String kind() {
            return "scripted";
        }

        @Override
        public Upstream open(String name, UpstreamProperties settings) {
            return RecordedSessionsCorpusTest::reply;
        }
    }

    private static ModelReply reply(String model, ModelRequest request, Consumer<String> pieces) {
        int turn = (int) request.messages().stream()
                .filter(message -> message.role() == Role.ASSISTANT)
                .count();
        String text = script.get(turn);
        pieces.accept(text);
        return new ModelReply(text, StopReason.STOP, new TokenUsage(1, 0, 1, 0), null);
    }

    static Stream<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void recordedSessionGivesItsOutputsAndItsFinalAnswer(Path file) throws IOException {
        JsonNode recorded = JSON.readTree(Files.readString(file));
        script = recorded.path("turns")
                .valueStream()
                .map(turn -> turn.path("response").asString())
                .toList();
        GatewayClient client = new GatewayClient(port);
        String context = Base64.getEncoder()
                .encodeToString(recorded.path("context").asString().getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> response = client.chat(
                List.of(
                        Map.of("type", "file", "file", Map.of("filename", "context.txt", "file_data", context)),
                        Map.of("type", "text", "text", recorded.path("prompt").asString())),
                Map.of("rlm", Map.of("mode", "rlm")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(GatewayClient.answer(response))
                .isEqualTo(recorded.path("final").asString());
        String run = response.headers().firstValue("x-rlm-run-id").orElseThrow();
        assertThat(printed(client.get("/v1/rlm/runs/" + run)))
                .usingElementComparator((one, other) -> words(one).compareTo(words(other)))
                .isEqualTo(recorded.path("cells")
                        .valueStream()
                        .map(cell -> cell.path("stdout").asString())
                        .toList());
    }

    /** What each cell printed; the shown value of a last expression stands apart from it. */
    private static List<String> printed(HttpResponse<String> run) {
        return GatewayClient.json(run)
                .path("session")
                .path("turns")
                .valueStream()
                .flatMap(turn -> turn.path("cells").valueStream())
                .map(cell -> cell.path("output").path("stdout").asString())
                .toList();
    }

    /** Makes outputs equal that differ in the order in which a set is printed, and in nothing else. */
    private static String words(String text) {
        return Stream.of(text.split("[\\s,{}\\[\\]()]+")).sorted().collect(Collectors.joining(" "));
    }
}
