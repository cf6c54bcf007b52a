package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.graalpy.CPython.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cells that models wrote do here what they do on CPython, or are in the list of differences in {@code docs/python.md},
 * which this test reads.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("corpus")
class CPythonCorpusTest {

    /** The language version that GraalPy is of. */
    private static final String VERSION = "3.12";

    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../shared"), "corpus/trajectories");
    private static final Path REPORT = Path.of("target", "cpython-differences.txt");
    private static final Pattern LISTED = Pattern.compile("^\\| `([^`]+)` \\| ([a-z, ]+) \\|");

    @TempDir
    Path folder = Path.of("");

    private Installation python = new Installation("", "");
    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> report = new ArrayList<>();

    @BeforeEach
    void findPython() {
        Optional<Installation> installation = CPython.find(VERSION);
        assumeThat(installation).as("no python3 on the path to compare with").isPresent();
        python = installation.orElseThrow();
        report.add("CPython " + python.version());
    }

    @Test
    void blocksDoWhatTheyDoOnCPythonButForTheListedOnes() throws IOException {
        Map<String, List<JsonNode>> sessions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(CORPUS.resolve("code-blocks.jsonl"))) {
            JsonNode block = JsonMapper.shared().readTree(line);
            sessions.computeIfAbsent(block.get("path").asString() + block.get("run"), any -> new ArrayList<>())
                    .add(block);
        }

        for (List<JsonNode> blocks : sessions.values()) {
            compare("A context of some words.\n".repeat(1000), blocks, "id");
        }

        assertThat(sessions.values().stream().mapToInt(List::size).sum()).isEqualTo(564);
        check(REPORT);
    }

    @Test
    void replayedSessionsDoWhatTheyDoOnCPython() throws IOException {
        try (Stream<Path> replays = Files.list(CORPUS.resolve("replay"))) {
            for (Path file : replays.sorted().toList()) {
                JsonNode replay = JsonMapper.shared().readTree(Files.readString(file));
                List<JsonNode> cells = new ArrayList<>();
                replay.get("cells").forEach(cells::add);
                compare(
                        replay.get("context").asString(),
                        cells,
                        file.getFileName().toString());
            }
        }

        check(REPORT.resolveSibling("cpython-replays.txt"));
    }

    /** Runs the cells of a session on both sides, until one is stopped. */
    private void compare(String context, List<JsonNode> cells, String idField) throws IOException {
        String probe = Files.readString(Path.of("src/test/resources/cpython/probe.py"));
        try (CPython there = python.open(folder, context);
                Repl here = open(context)) {
            here.execute(probe);
            there.run(probe);
            int number = 0;
            for (JsonNode cell : cells) {
                number++;
                String id = cell.has(idField) ? cell.get(idField).asString() : idField + "#" + number;
                String code = cell.get("code").asString();
                CellResult ours = CellResult.of(here, code);
                CellResult theirs = CellResult.of(there, code);
                List<String> parts = ours.differences(theirs);
                if (!parts.isEmpty()) {
                    found.put(id, String.join(", ", parts));
                    report.add("=== " + id + ": " + parts + "\n" + code + "\n" + ours.beside(theirs));
                }
            }
        }
    }

    private static Repl open(String context) {
        return EmbeddedSandbox.REPLS.open(new ReplSetup(
                "tenant",
                List.of(),
                Map.of("context", context),
                List.of(
                        TestFunction.of("llm_query(prompt, context=None, *, model=None)", arguments -> "a reply"),
                        TestFunction.of(
                                "llm_query_batched(prompts, *, model=None)",
                                arguments -> arguments.list("prompts").stream()
                                        .map(prompt -> "a reply")
                                        .toList())),
                new ReplLimits(Duration.ofSeconds(30), 20_000_000, 10_000)));
    }

    private void check(Path file) throws IOException {
        Files.writeString(file, String.join("\n", report));
        Map<String, String> listed = listed();
        List<String> unlisted = found.entrySet().stream()
                .filter(each -> !each.getValue().equals(listed.get(each.getKey())))
                .map(each -> each.getKey() + ": " + each.getValue())
                .toList();
        assertThat(unlisted)
                .as(
                        "differences from CPython %s that docs/python.md does not list; %s shows them",
                        python.version(), file)
                .isEmpty();
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/python.md"))) {
            Matcher matcher = LISTED.matcher(line);
            if (matcher.find()) {
                listed.put(matcher.group(1), matcher.group(2).strip());
            }
        }
        return listed;
    }
}
