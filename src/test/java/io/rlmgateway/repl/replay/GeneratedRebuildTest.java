package io.rlmgateway.repl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.graalpy.GraalPyInterpreters;
import io.rlmgateway.repl.graalpy.GraalPySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions put together at random lose their interpreters at random. Each ends as one whose interpreter was never lost,
 * is the same again after one more loss, and asks nothing twice.
 */
class GeneratedRebuildTest {

    private static final int LOSSES = 2;
    private static final Interpreters PYTHON = new GraalPyInterpreters(
            new GraalPySettings(16, 3, Duration.ofMinutes(5), 16, 64 << 20, Path.of("target", "sandbox-tests")));

    private int lost;

    @AfterAll
    static void close() {
        PYTHON.close();
    }

    /** A session and what it asked. */
    private static final class Session implements AutoCloseable {

        private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();
        private int stops;
        private final List<String> story = new ArrayList<>();
        private final Repl repl;

        Session(Interpreters interpreters, long seed) {
            TestFunction one = TestFunction.of("ask(prompt)", arguments -> ask(arguments.text("prompt")));
            TestFunction many = TestFunction.of("ask_batched(prompts)", this::all);
            repl = new ReplayingRepls(interpreters)
                    .open(
                            new ReplSetup(
                                    "tenant",
                                    List.of(),
                                    Map.of(),
                                    List.of(one, many),
                                    new ReplLimits(Duration.ofMinutes(5), 20_000, 1_000)),
                            ReplJournal.none(seed));
        }

        private Object ask(String prompt) {
            int times = asked.merge(prompt, 1, Integer::sum);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(3_000_000));
            if (prompt.startsWith("bad")) {
                throw new PythonException(PythonException.Type.LLM_ERROR, "refused " + prompt);
            }
            return prompt + " answered " + times;
        }

        private List<Object> all(Arguments arguments) {
            List<Object> answers = new ArrayList<>();
            arguments.list("prompts").forEach(prompt -> answers.add(ask((String) prompt)));
            return answers;
        }

        /** {@return how often each prompt was asked that a cell waited for} */
        Map<String, Integer> ofCells() {
            Map<String, Integer> counts = new HashMap<>(asked);
            counts.keySet().removeAll(ofThreadsLeft().keySet());
            return counts;
        }

        /**
         * How often each prompt of a thread was asked that cells leave running: a cell that is stopped takes back what such
         * a thread got meanwhile, and when it asks is chance.
         */
        Map<String, Integer> ofThreadsLeft() {
            Map<String, Integer> counts = new HashMap<>(asked);
            counts.keySet().removeIf(prompt -> !prompt.startsWith("left"));
            return counts;
        }

        void run(List<String> cells) {
            repl.execute("_known = set(globals())");
            repl.execute(RandomSession.resource("state.py"));
            for (String cell : cells) {
                Execution execution = repl.execute(cell);
                story.add(cell + "\n-> " + execution);
                if (execution instanceof Execution.Stopped) {
                    assertThat(cell).as(story()).contains("1_000_000");
                    stops++;
                }
            }
        }

        String story() {
            return String.join("\n", story);
        }

        String printed(String code) {
            Execution execution = repl.execute(code);
            assertThat(execution).as(story()).isInstanceOf(Execution.Printed.class);
            return execution.output().text();
        }

        @Override
        public void close() {
            repl.close();
        }
    }

    private void check(long seed, int cellCount, boolean awaiting) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> cells = RandomSession.cells(random, cellCount, awaiting);
        LossyInterpreters lossy = new LossyInterpreters(PYTHON, random, LOSSES);
        try (Session kept = new Session(PYTHON, seed);
                Session losing = new Session(lossy, seed)) {
            kept.run(cells);
            losing.run(cells);

            String what = "seed " + seed + " after\n" + losing.story();
            String comparable = "_all(" + RandomSession.CHANGING + ")";
            assertThat(losing.printed(comparable)).as(what).isEqualTo(kept.printed(comparable));
            String before = losing.printed("_all(())");
            lossy.loseNext();
            assertThat(losing.printed("_all(())")).as(what).isEqualTo(before);
            assertThat(losing.printed("_rest()")).as(what).isEqualTo(kept.printed("_rest()"));
            assertThat(losing.ofCells()).as(what).isEqualTo(kept.ofCells());
            assertThat(losing.ofThreadsLeft())
                    .as(what)
                    .containsOnlyKeys(kept.ofThreadsLeft().keySet())
                    .allSatisfy((prompt, times) -> assertThat(times).isBetween(1, 1 + losing.stops));
        }
        lost += lossy.lost();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void sessionIsTheSameAfterLosses(long seed) {
        check(seed, 20, false);
    }

    /** {@code -Dsoak.seeds} says how many, {@code -Dsoak.first} from which on. */
    @Test
    @Tag("soak")
    void thousandsOfSessionsAreTheSameAfterLosses() {
        long first = Long.getLong("soak.first", 1_000);
        long seeds = Long.getLong("soak.seeds", 3_000);
        for (long seed = first; seed < first + seeds; seed++) {
            check(seed, 10, seed % 10 == 0);
            if ((seed + 1) % 20 == 0) {
                System.out.printf("%d sessions, %d interpreters lost%n", seed + 1 - first, lost);
            }
        }
    }
}
