package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which run a request means that was perhaps sent before. */
@Timeout(60)
class RepeatedRequestsTest {

    private static final Event.Ending ANSWER = new Event.Answered("42", null);

    private final MemoryTrajectories trajectories = new MemoryTrajectories();
    private final RepeatedRequests repeats = new RepeatedRequests(trajectories, Duration.ZERO);
    private final Sending sending = new Sending();

    private Trajectory open() {
        return trajectories.open("run_1", "acme", "rlm", "request");
    }

    /** A run whose client this process knows. */
    private Trajectory openHere() {
        repeats.add("run_1", sending);
        return open();
    }

    private void endAgo(Trajectory run, Duration age) {
        trajectories.clock = () -> Instant.now().minus(age);
        run.record(0, ANSWER);
    }

    private boolean isFound(Repeat repeat) {
        Run found = repeats.find("acme", "request", repeat);
        assertThat(found == null || found.id().equals("run_1")).isTrue();
        return found != null;
    }

    @Test
    void aRetryDoesNotTakeTheRunOfAClientThatIsConnected() {
        openHere();

        assertThat(isFound(Repeat.RETRY)).isFalse();
        assertThat(isFound(Repeat.KEYED)).isTrue();
    }

    @Test
    void aRetryWaitsUntilTheLossOfItsOwnConnectionIsNoticed() {
        RepeatedRequests patient = new RepeatedRequests(trajectories, Duration.ofSeconds(50));
        patient.add("run_1", sending);
        open();
        Thread.startVirtualThread(sending::lost);

        assertThat(patient.find("acme", "request", Repeat.RETRY)).isNotNull();
    }

    @Test
    void aRetryTakesARunThatWasBrokenOff() {
        openHere();
        sending.lost();

        assertThat(isFound(Repeat.RETRY)).isTrue();
    }

    @Test
    void aRetryTakesARunThatWaitsForItAfterAFailureThatPasses() {
        openHere();
        sending.served();

        assertThat(isFound(Repeat.RETRY)).isTrue();
    }

    @Test
    void aRetryGetsTheOutcomeThatItsClientWentWithout() {
        Trajectory run = openHere();
        sending.lost();
        run.record(0, ANSWER);

        assertThat(isFound(Repeat.RETRY)).isTrue();
    }

    @Test
    void aRetryDoesNotGetTheAnswerThatAnotherClientWasGiven() {
        Trajectory run = openHere();
        run.record(0, ANSWER);
        sending.served();

        assertThat(isFound(Repeat.RETRY)).isFalse();
        assertThat(isFound(Repeat.KEYED)).isTrue();
    }

    @Test
    void aRetryDoesNotGetAnOldOutcome() {
        Trajectory run = openHere();
        sending.lost();
        endAgo(run, Duration.ofSeconds(61));

        assertThat(isFound(Repeat.RETRY)).isFalse();
    }

    @Test
    void aRetryDoesNotGetAnOldOutcomeOfAnEarlierProcess() {
        endAgo(open(), Duration.ofDays(20));

        assertThat(isFound(Repeat.RETRY)).isFalse();
    }

    @Test
    void aRetryGetsWhatAnEarlierProcessLeftJustNow() {
        Trajectory run = open();
        assertThat(isFound(Repeat.RETRY)).as("broken off").isTrue();
        endAgo(run, Duration.ofSeconds(30));

        assertThat(isFound(Repeat.RETRY)).as("ended").isTrue();
    }

    @Test
    void aKeyNamesTheSameRequestForADay() {
        Trajectory run = openHere();
        sending.served();
        endAgo(run, Duration.ofHours(23));
        assertThat(isFound(Repeat.KEYED)).isTrue();

        endAgo(run, Duration.ofHours(25));
        assertThat(isFound(Repeat.KEYED)).isFalse();
    }

    @Test
    void aFirstSendingIsARunOfItsOwn() {
        open();

        assertThat(isFound(Repeat.NONE)).isFalse();
    }

    @Test
    void aClientThatHasItsReplyIsNotLostAnyMore() {
        sending.served();
        sending.lost();

        assertThat(sending.isLost()).isFalse();
    }
}
