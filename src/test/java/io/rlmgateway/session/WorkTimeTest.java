package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkTimeTest {

    private static final Duration WALL_TIME = Duration.ofMinutes(10);

    private static ClientDeadline in(Duration time) {
        return ClientDeadline.after(System.nanoTime(), time);
    }

    @Test
    void aClientDoesNotWaitLongerBecauseItsRunDidItsStepsAgain() {
        // it was still to come when the run began to do its steps again, and has passed when it goes on
        WorkTime time = WorkTime.after(Duration.ofMinutes(1), in(Duration.ofSeconds(-1)));
        time.run();

        assertThat(time.left(WALL_TIME)).isZero();
        assertThat(time.exploringLeft(WALL_TIME)).isZero();
    }

    @Test
    void theClosingQuestionHasItsShareOfTheClientsTimeToo() {
        WorkTime time = WorkTime.after(Duration.ofMinutes(1), in(Duration.ofMinutes(2)));
        time.run();

        assertThat(time.left(WALL_TIME)).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));
        assertThat(time.left(WALL_TIME).minus(time.exploringLeft(WALL_TIME)))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }

    @Test
    void theWallTimeEndsItWhereTheClientWaitsLonger() {
        WorkTime time = WorkTime.after(Duration.ofMinutes(9), in(Duration.ofHours(1)));
        time.run();

        assertThat(time.left(WALL_TIME)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsDoneAgainIsNotCutShort() {
        WorkTime time = WorkTime.after(Duration.ofMinutes(1), in(Duration.ofSeconds(-1)));

        assertThat(time.exploringLeft(WALL_TIME)).isPositive();
    }
}
