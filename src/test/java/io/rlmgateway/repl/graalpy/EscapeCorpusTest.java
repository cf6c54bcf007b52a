package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payloads that try to leave a Python sandbox. Each has a canary, which must not be in its output. */
@Tag("corpus")
class EscapeCorpusTest {

    private static final String SECRET = "RLM-CANARY-5d0a1c";
    private static final List<String> ESCAPES = List.of(
            SECRET,
            "uid=",
            "WROTE",
            "FORKED",
            "CONNECTED",
            "LISTENING",
            "CLASSPATH",
            "HEAPDUMP",
            "com.oracle",
            "java.lang.");

    @TempDir
    Path folder = Path.of("");

    private Repl repl = open();

    @AfterEach
    void close() {
        repl.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox_escape", "graalpy_specific"})
    void noPayloadEscapes(String name) throws IOException {
        Path file = Path.of(System.getProperty("corpus", "../shared"), "corpus/attacks", name + ".json");
        Path canary = Files.writeString(folder.resolve("canary.txt"), SECRET);
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> escaped = new ArrayList<>();
            for (JsonNode payload : JsonMapper.shared().readTree(Files.readString(file))) {
                String code = payload.get("code")
                        .asString()
                        .replace("{{CANARY_FILE}}", canary.toString())
                        .replace("{{CANARY_DIR}}", folder.toString())
                        .replace("{{CANARY_PORT}}", Integer.toString(port.getLocalPort()));
                String shown = shown(code);
                if (ESCAPES.stream().anyMatch(shown::contains)) {
                    escaped.add(payload.get("id").asString() + ": " + shown);
                }
            }

            assertThat(escaped).isEmpty();
            assertThat(folder).isDirectoryContaining("glob:**canary.txt").isDirectoryNotContaining("glob:**pwn*");
        }
    }

    /** Runs a payload in the session of those before it, as long as that lives. */
    private String shown(String code) {
        Execution execution = repl.execute(code);
        String output = execution.output().text() + execution.output().value();
        if (execution instanceof Execution.Stopped) {
            repl.close();
            repl = open();
        }
        return execution instanceof Execution.Failed failed ? output + failed.error() : output;
    }

    private static Repl open() {
        return EmbeddedSandbox.REPLS.open(new ReplSetup(
                "tenant",
                List.of(),
                Map.of("context", "words ".repeat(170_000)),
                List.of(
                        TestFunction.of("llm_query(prompt, context=None)", arguments -> "reply"),
                        TestFunction.of("llm_query_batched(prompts)", arguments -> List.of("reply")),
                        TestFunction.of("rlm_query(prompt, context=None)", arguments -> "reply"),
                        TestFunction.of("rlm_query_batched(prompts)", arguments -> List.of("reply"))),
                new ReplLimits(Duration.ofSeconds(10), 200_000, 10_000)));
    }
}
