package io.rlmgateway.repl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.graalpy.GraalPyInterpreters;
import io.rlmgateway.repl.graalpy.GraalPySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions put together at random lose their interpreters at random, and nobody notices. */
class GeneratedRebuildTest {

    private static final int CELLS = 8;
    private static final int LOSSES = 2;
    private static final Interpreters PYTHON = new GraalPyInterpreters(
            new GraalPySettings(16, 3, Duration.ofMinutes(2), 16, 64 << 20, Path.of("target", "sandbox-tests")));

    private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        PYTHON.close();
    }

    private Object ask(String prompt, RandomGenerator random) {
        int times = asked.merge(prompt, 1, Integer::sum);
        LockSupport.parkNanos(random.nextInt(3_000_000));
        if (prompt.startsWith("bad")) {
            throw new PythonException(PythonException.Type.LLM_ERROR, "refused " + prompt);
        }
        return prompt + " answered " + times;
    }

    private Repl open(Interpreters interpreters, RandomGenerator random) {
        TestFunction one = TestFunction.of("ask(prompt)", arguments -> ask(arguments.text("prompt"), random));
        TestFunction many = TestFunction.of("ask_batched(prompts)", arguments -> all(arguments, random));
        return new ReplayingRepls(interpreters)
                .open(
                        new ReplSetup(
                                "tenant",
                                List.of(),
                                Map.of(),
                                List.of(one, many),
                                new ReplLimits(Duration.ofSeconds(60), 20_000, 1_000)),
                        Duration.ofSeconds(20));
    }

    private List<Object> all(Arguments arguments, RandomGenerator random) {
        List<Object> answers = new ArrayList<>();
        arguments.list("prompts").forEach(prompt -> answers.add(ask((String) prompt, random)));
        return answers;
    }

    private void check(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        LossyInterpreters lossy = new LossyInterpreters(PYTHON, random, LOSSES);
        asked.clear();
        List<String> stopped = new ArrayList<>();
        List<String> story = new ArrayList<>();
        try (Repl repl =
                open(lossy, RandomGeneratorFactory.of("L64X128MixRandom").create(seed))) {
            repl.execute("_known = set(globals())");
            for (String cell : RandomSession.cells(random, CELLS)) {
                Execution execution = repl.execute(cell);
                story.add(cell + "\n-> " + execution.getClass().getSimpleName());
                if (execution instanceof Execution.Stopped) {
                    stopped.add(cell);
                }
            }
            String before = printed(repl.execute(RandomSession.resource("state.py")));
            lossy.loseNext();
            String after = printed(repl.execute("_all()"));

            assertThat(after)
                    .as("state of seed %d after\n%s", seed, String.join("\n", story))
                    .isEqualTo(before);
            String rest = printed(repl.execute("print([(n, list(globals()[n])) for n in sorted(globals())"
                    + " if type(globals()[n]).__name__ == 'generator'])"));
            assertThat(rest).doesNotContain("[]]");
        }
        assertThat(asked)
                .as("calls of seed %d", seed)
                .allSatisfy(
                        (prompt, times) -> assertThat(times).as(prompt).isEqualTo(prompt.startsWith("same") ? 4 : 1));
        assertThat(stopped).allSatisfy(cell -> assertThat(cell).contains("1_000_000"));
    }

    private static String printed(Execution execution) {
        assertThat(execution).isInstanceOf(Execution.Printed.class);
        return execution.output().text();
    }

    @Test
    void sessionsAreTheSameAfterLosses() {
        for (long seed = 1; seed <= 40; seed++) {
            check(seed);
        }
    }

    /** {@code -Dsoak.seeds} says how many. */
    @Test
    @Tag("soak")
    void thousandsOfSessionsAreTheSameAfterLosses() {
        long seeds = Long.getLong("soak.seeds", 3_000);
        for (long seed = 1_001; seed <= 1_000 + seeds; seed++) {
            check(seed);
        }
    }
}
