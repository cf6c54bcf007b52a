package io.rlmgateway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.evaluation.report.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {

    private static final Map<String, String> IDENTITY = Map.of("model", "demo/reader");
    private static final Mode MODE = Mode.of("rlm-1");

    @TempDir
    Path directory;

    @Test
    void trialsAreThereAgain() throws IOException {
        try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
            log.add(trial("a", null, false));
        }

        try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
            assertThat(log.trials()).containsExactly(trial("a", null, false));
            assertThat(log.has("a", MODE)).isTrue();
            assertThat(log.has("a", Mode.of("direct"))).isFalse();
        }
    }

    @Test
    void logThatIsCutAnywhereKeepsItsWholeLinesAndGoesOn() throws IOException {
        try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
            log.add(trial("ä", null, false));
            log.add(trial("b", null, false));
        }
        Path file = directory.resolve(TrialLog.NAME);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
                log.add(trial("c", null, false));
            }
            try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
                assertThat(log.has("c", MODE)).isTrue();
                assertThat(log.has("b", MODE)).isEqualTo(length == whole.length);
            }
        }
    }

    @Test
    void failureThatMayPassIsTriedAgainAndAnotherIsNot() throws IOException {
        try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
            log.add(trial("busy", "503: busy", true));
            log.add(trial("long", "400: too long", false));

            assertThat(log.has("busy", MODE)).isFalse();
            assertThat(log.has("long", MODE)).isTrue();
            log.add(trial("busy", null, false));
            assertThat(log.trials()).hasSize(2).noneMatch(trial -> trial.key().equals("busy rlm-1") && trial.failed());
        }
    }

    @Test
    void directoryOfAnotherEvaluationIsRefused() throws IOException {
        TrialLog.open(directory, IDENTITY).close();

        assertThatThrownBy(() -> TrialLog.open(directory, Map.of("model", "other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("demo/reader")
                .hasMessageContaining("--output");
    }

    @Test
    void directoryHasOneEvaluationAtATime() throws IOException {
        try (TrialLog log = TrialLog.open(directory, IDENTITY)) {
            assertThat(log.trials()).isEmpty();
            assertThatThrownBy(() -> TrialLog.open(directory, IDENTITY)).hasMessageContaining("already running");
        }
    }

    @Test
    void fileThatIsNoLogIsRefused() throws IOException {
        Files.writeString(directory.resolve(TrialLog.NAME), "hello\n");

        assertThatThrownBy(() -> TrialLog.open(directory, IDENTITY))
                .hasMessageContaining("not the state of an evaluation");
    }

    private static Trial trial(String task, @Nullable String failure, boolean passes) {
        return new Trial(
                task,
                "needle-single",
                8192,
                MODE.name(),
                new Trial.Outcome(failure == null ? 1 : 0, failure == null, "Q?", "A", "A", failure, passes),
                failure == null ? new Trial.Usage(1.5, 2, 3, 4, 5, null, null, "run_1") : Trial.Usage.unknown(0.5));
    }
}
