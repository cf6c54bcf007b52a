package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.Question.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitWishesTest {

    private static final Limits LIMITS = new Limits(30, 2, 200, 2_000_000, 8, Duration.ofMinutes(8), 5, 64);

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private Limits limits(String effort) {
        session.output = new Output(null, List.of(), Map.of("reasoning_effort", effort));
        return LimitWishes.ofSession(LIMITS, session.question("How many?"));
    }

    @ParameterizedTest
    @CsvSource({"none, 7, 50, 500000, 2, 120", "minimal, 7, 50, 500000, 2, 120", "low, 15, 100, 1000000, 4, 240"})
    void lessEffortLowersWhatMayBeSpent(
            String effort, int turns, int subCalls, long tokens, double cost, long seconds) {
        assertThat(limits(effort))
                .isEqualTo(new Limits(turns, 2, subCalls, tokens, cost, Duration.ofSeconds(seconds), 5, 64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"medium", "high", "xhigh", "max"})
    void theConfiguredLimitsAreTheMost(String effort) {
        assertThat(limits(effort)).isEqualTo(LIMITS);
    }

    @Test
    void whatTheClientNamesIsNotScaled() {
        session.limits(Map.of("turns", 20, "tokens", 5_000_000));
        Limits limits = limits("low");
        assertThat(limits.turns()).isEqualTo(20);
        assertThat(limits.tokens()).isEqualTo(2_000_000);
        assertThat(limits.subCalls()).isEqualTo(100);
    }

    @Test
    void somethingIsLeft() {
        Limits small = new Limits(2, 1, 1, 1_000, 0, Duration.ofSeconds(30), 2, 1);
        session.output = new Output(null, List.of(), Map.of("reasoning_effort", "none"));
        Limits limits = LimitWishes.ofSession(small, session.question("How many?"));
        assertThat(limits.turns()).isEqualTo(2);
        assertThat(limits.subCalls()).isOne();
        assertThat(limits.wallTime()).isEqualTo(Duration.ofSeconds(30));
    }
}
