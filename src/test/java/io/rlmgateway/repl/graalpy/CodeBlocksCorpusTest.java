package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cells that models wrote in other systems. Most use tools that do not exist here, and then fail as Python does. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("corpus")
class CodeBlocksCorpusTest {

    /** Says whether a cell uses nothing but built-ins, modules that are imported already and what it defines itself. */
    private static final String SELF_CONTAINED = """
            import ast, builtins
            def self_contained(code):
                used, bound = set(), {'re', 'json', 'math', 'collections'} | set(dir(builtins))
                for node in ast.walk(ast.parse(code)):
                    if isinstance(node, ast.Name):
                        (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
                    elif isinstance(node, (ast.Import, ast.ImportFrom)):
                        if {each.name for each in node.names} - {'re', 'json', 'math', 'collections'}:
                            return False
                    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                        bound.add(node.name)
                    elif isinstance(node, ast.arg):
                        bound.add(node.arg)
                    elif isinstance(node, ast.ExceptHandler) and node.name:
                        bound.add(node.name)
                return used <= bound - {'context'}
            """;

    /** What recorders wrote before the output itself, and around what they cut. */
    private static final String RECORDERS_MARK = "^\\[(FULL OUTPUT SHOWN|TRUNCATED: Last \\d+ chars shown)]\\.{2,3} ?";

    private Repl repl = open();
    private int compared;

    private static Repl open() {
        Repl repl = EmbeddedSandbox.REPLS.open(new ReplSetup(
                "tenant",
                List.of(),
                Map.of("context", "A context of some words.\n".repeat(1000)),
                List.of(
                        TestFunction.of("llm_query(prompt, context=None, *, model=None)", arguments -> "a reply"),
                        TestFunction.of(
                                "llm_query_batched(prompts, *, model=None)",
                                arguments -> arguments.list("prompts").stream()
                                        .map(prompt -> "a reply")
                                        .toList())),
                new ReplLimits(Duration.ofSeconds(60), 200_000, 10_000)));
        repl.execute(SELF_CONTAINED);
        return repl;
    }

    @Test
    void noCellBreaksTheServiceAndSelfContainedOnesPrintWhatWasRecorded() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of(System.getProperty("corpus", "../shared"), "corpus/trajectories/code-blocks.jsonl"));
        try {
            lines.forEach(line -> run(JsonMapper.shared().readTree(line)));
        } finally {
            repl.close();
        }

        assertThat(lines).hasSize(564);
        assertThat(compared).isPositive();
    }

    private void run(JsonNode block) {
        String code = block.get("code").asString();
        boolean alone = isSelfContained(code);
        Execution execution = repl.execute(code);
        if (execution instanceof Execution.Stopped stopped) {
            assertThat(stopped.reason()).as("%s", code).doesNotContain("interpreter");
            repl.close();
            repl = open();
        } else if (execution instanceof Execution.Failed failed) {
            assertThat(failed.error())
                    .as("%s", code)
                    .doesNotContain("SystemError")
                    .doesNotContain("java");
        }
        if (alone && block.get("stdout").isString() && !block.get("error").asBoolean()) {
            compare(execution.output().text(), block.get("stdout").asString());
        }
    }

    private boolean isSelfContained(String code) {
        String literal = JsonMapper.shared().writeValueAsString(code);
        return "True"
                .equals(repl.execute("self_contained(" + literal + ")").output().value());
    }

    private void compare(String printed, String recorded) {
        String full = recorded.replaceFirst(RECORDERS_MARK, "").strip();
        if (recorded.startsWith("[TRUNCATED")) {
            assertThat(printed.strip()).endsWith(full);
        } else {
            assertThat(printed.strip()).isEqualTo(full);
        }
        compared++;
    }
}
