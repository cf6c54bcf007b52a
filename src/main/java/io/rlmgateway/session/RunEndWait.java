package io.rlmgateway.session;

import io.rlmgateway.trajectory.Trajectories;
import java.time.Duration;

/** Waits for a run's end, for a while. */
final class RunEndWait {

    private final long patience;
    private final long start = System.nanoTime();

    private RunEndWait(long patience) {
        this.patience = patience;
    }

    static RunEndWait atMost(Duration patience) {
        return new RunEndWait(patience.toNanos());
    }

    /** Returns when the run has ended or patience is over. */
    void await(Trajectories trajectories, String tenant, String run) {
        try {
            trajectories.follow(tenant, run, Long.MAX_VALUE, _ -> checkPatience());
        } catch (PatienceOverException e) {
            // the caller looks at the run itself
        }
    }

    private void checkPatience() {
        if (System.nanoTime() - start >= patience) {
            throw new PatienceOverException();
        }
    }

    /** Leaves the following of a run, which has no other way out. */
    private static final class PatienceOverException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PatienceOverException() {
            super("patience is over", null, false, false);
        }
    }
}
