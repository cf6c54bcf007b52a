package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkedTimeTest {

    private static RecordedEvent at(long second, Event event) {
        return new RecordedEvent(second, Instant.ofEpochSecond(second), 0, event);
    }

    private static Event started(int cell) {
        return new Event.CellStarted(cell, cell, "x");
    }

    private static Event replied(int turn, Duration took) {
        return new Event.ModelReplied(
                turn, "x", "stop", new Event.Usage("demo/root", 1, 0, 1, 0, null), took.toMillis());
    }

    @Test
    void theTimeInWhichStepsWereDoneAgainIsNotWork() {
        assertThat(WorkedTime.of(List.of(
                        at(0, started(1)),
                        at(10, started(2)),
                        at(100, new ReplayEvent.Resumed()),
                        at(140, started(3)),
                        at(145, started(4)))))
                .isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void theCallThatWasMadeFirstAfterThemIs() {
        assertThat(WorkedTime.of(List.of(
                        at(0, started(1)),
                        at(100, new ReplayEvent.Resumed()),
                        at(140, replied(2, Duration.ofSeconds(30))))))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aClockThatWasSetBackTakesNothingAway() {
        assertThat(WorkedTime.of(
                        List.of(at(50, started(1)), at(60, started(2)), at(20, started(3)), at(25, started(4)))))
                .isEqualTo(Duration.ofSeconds(15));
    }
}
