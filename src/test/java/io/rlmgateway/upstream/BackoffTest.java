package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "6, 16000", "7, 20000", "1000, 20000"})
    void boundDoublesUpToTheMost(int attempt, long milliseconds) {
        assertThat(new Backoff(FIRST, MOST, new Highest()).after(attempt, null))
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void waitsSpreadOverTheWholeRange() {
        Backoff backoff = new Backoff(FIRST, MOST, new Random(7));

        assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.after(1, null)))
                .allMatch(wait -> wait.compareTo(FIRST) <= 0 && !wait.isNegative())
                .anyMatch(wait -> wait.compareTo(FIRST.dividedBy(10)) < 0)
                .anyMatch(wait -> wait.compareTo(FIRST.dividedBy(10).multipliedBy(9)) > 0);
    }

    @Test
    void waitIsNeverLessThanTheUpstreamAskedFor() {
        Backoff backoff = new Backoff(FIRST, MOST, new Random(7));

        assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.after(1, Duration.ofSeconds(30))))
                .allMatch(wait -> wait.compareTo(Duration.ofSeconds(30)) >= 0);
    }

    /** Draws the highest number that may be drawn. */
    private static final class Highest implements RandomGenerator {

        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
