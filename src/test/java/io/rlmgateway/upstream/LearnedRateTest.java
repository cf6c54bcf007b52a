package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnedRateTest {

    private static final double UNTOLD = LearnedRate.FIRST;

    private final VirtualTime time = new VirtualTime();
    private final LearnedRate rate = new LearnedRate(time, null, new Random(1));

    @Test
    void refusalOfACallThatWasAloneHoldsTheLaneAndTellsNothingOfTheRate() {
        time.start(() -> {
            for (int i = 0; i < 30; i++) {
                rate.sent();
                rate.refused(time.nanos(), Duration.ofSeconds(2), true);
                assertThat(rate.nanosHeld()).isEqualTo(Duration.ofSeconds(2).toNanos());
                time.pause(Duration.ofSeconds(2));
            }
        });

        time.run();

        assertThat(rate.perSecond()).isEqualTo(UNTOLD);
    }

    @Test
    void waitAfterRefusalsOfCallsThatWereAloneDoubles() {
        time.start(() -> {
            long before = 0;
            for (int i = 0; i < 12; i++) {
                rate.sent();
                rate.refused(time.nanos(), null, false);
                assertThat(rate.nanosHeld()).isGreaterThan(i < 5 ? before : 0);
                assertThat(rate.nanosHeld())
                        .isLessThanOrEqualTo(Duration.ofSeconds(10).toNanos());
                before = rate.nanosHeld();
                time.pause(Duration.ofSeconds(10));
            }
            assertThat(rate.refusedInRow()).isEqualTo(12);
            rate.taken(time.nanos());
            assertThat(rate.refusedInRow()).isZero();
            rate.sent();
            rate.refused(time.nanos(), null, false);
            assertThat(rate.nanosHeld())
                    .isLessThanOrEqualTo(Duration.ofMillis(200).toNanos());
        });

        time.run();
    }

    @Test
    void rateComesBackInTimeHoweverFewCallsAreSent() {
        time.start(() -> {
            for (int i = 0; i < 10; i++) {
                rate.sent();
            }
            rate.refused(time.nanos(), Duration.ofSeconds(1), true);
            assertThat(rate.perSecond()).isLessThan(10);
            for (int minute = 0; minute < 15; minute++) {
                time.pause(Duration.ofMinutes(1));
                rate.sent();
                rate.taken(time.nanos());
            }
        });

        time.run();

        assertThat(rate.perSecond()).isBetween(100.0, UNTOLD);
    }
}
