package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.AttackCorpus;
import io.rlmgateway.repl.AttackCorpus.Attack;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells that use up time, memory, stack or output, beside a neighbour in the same process. */
@Tag("security")
@Tag("corpus")
class ResourceExhaustionTest {

    private static final Duration LIMIT = Duration.parse(System.getProperty("attacks.cell-time", "PT2S"));
    private static final Neighbourhood NEIGHBOURHOOD = new Neighbourhood();
    private static final List<String> FIGURES = new ArrayList<>();

    static Stream<Attack> attacks() {
        return AttackCorpus.attacks("resource_exhaustion");
    }

    /** The figures, for the page about the sandbox. */
    @AfterEach
    void report() throws IOException {
        Files.write(Path.of("target", "resource-exhaustion.tsv"), FIGURES);
    }

    @AfterAll
    static void close() {
        NEIGHBOURHOOD.close();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    @Timeout(60)
    void attackEndsAndTheNeighbourGoesOn(Attack attack) {
        int processes = NEIGHBOURHOOD.started();
        Repl attacker = NEIGHBOURHOOD.attacker(new ReplLimits(LIMIT, 2_000_000, 10_000));
        long start = System.nanoTime();
        Execution execution = attacker.execute(attack.code());
        long millis = (System.nanoTime() - start) / 1_000_000;
        attacker.close();

        String answer = NEIGHBOURHOOD.answer();

        FIGURES.add("%s\t%d\t%d\t%s"
                .formatted(attack.id(), millis, NEIGHBOURHOOD.started() - processes, message(execution)));
        assertThat(message(execution)).doesNotContain("java", "oracle", "\tat ");
        assertThat(answer).isEqualTo(Neighbourhood.expected());
    }

    private static String message(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> "printed";
            case Execution.Finished finished -> "finished: " + finished.answer().length() + " characters";
            case Execution.Failed failed -> "failed: " + failed.error();
            case Execution.Stopped stopped -> "stopped: " + stopped.reason();
        };
    }
}
