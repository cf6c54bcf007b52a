package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.trajectory.Run;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunEndWaitTest {

    private final RunScript runs = new RunScript();

    @Test
    void waitingEndsWhenPatienceIsOver() {
        runs.add("acme", "run_1");

        RunEndWait.atMost(Duration.ZERO).await(runs, "acme", "run_1");

        assertThat(runs.find("acme", "run_1").status()).isEqualTo(Run.Status.RUNNING);
    }

    @Test
    void waitingEndsWithTheRun() {
        runs.add(RunSample.RUN, RunSample.events());

        RunEndWait.atMost(Duration.ofHours(1)).await(runs, "acme", "run_1");

        assertThat(runs.find("acme", "run_1").ended()).isNotNull();
    }
}
