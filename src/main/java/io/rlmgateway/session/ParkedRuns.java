package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs that were broken off because their clients are gone, and that wait a while for them to ask again. */
final class ParkedRuns {

    /** How long a run waits for its client. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRuns.class);

    private final Deadlines deadlines;
    private final Duration patience;
    private final Map<String, Parked> runs = new HashMap<>();

    ParkedRuns(Deadlines deadlines) {
        this(deadlines, PATIENCE);
    }

    /**
     * Parks none yet.
     *
     * @param patience how long a run waits for its client
     */
    ParkedRuns(Deadlines deadlines, Duration patience) {
        this.deadlines = deadlines;
        this.patience = patience;
    }

    private record Parked(Trajectory trajectory, Future<?> end) {}

    /** Keeps a run for a while. */
    synchronized void park(Trajectory trajectory) {
        try {
            Future<?> end = deadlines.once(patience, () -> giveUp(trajectory.run()));
            runs.put(trajectory.run(), new Parked(trajectory, end));
        } catch (RejectedExecutionException e) {
            LOG.debug("The service is being stopped; the run {} waits for the next one", trajectory.run(), e);
        }
    }

    /** {@return where the events of a parked run go, which goes on now; null when it is not parked} */
    synchronized @Nullable Trajectory take(String run) {
        Parked parked = runs.remove(run);
        if (parked == null) {
            return null;
        }
        parked.end().cancel(false);
        return parked.trajectory();
    }

    /** Gives a run up, if it is parked. */
    private void giveUp(String run) {
        Trajectory left = take(run);
        if (left != null) {
            end(left, new Event.Abandoned("its client is gone"));
        }
    }

    /** Cancels a run, if it is parked. */
    void cancel(String run, String reason) {
        Trajectory left = take(run);
        if (left != null) {
            end(left, new Event.Cancelled("The run was cancelled: " + reason + "."));
        }
    }

    private static void end(Trajectory trajectory, Event end) {
        try {
            trajectory.record(0, end);
        } catch (FailureException e) {
            LOG.warn("The end of the parked run {} could not be stored", trajectory.run(), e);
        }
    }
}
