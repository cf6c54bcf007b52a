package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Trajectory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs that were broken off, because their clients are gone or by a failure that passes, and wait a while to be asked for again. */
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

    private record Parked(Trajectory trajectory, Event.Ending end, Future<?> deadline) {}

    /**
     * Keeps a run for a while.
     *
     * @param end what it comes to when nobody asks for it
     */
    synchronized void park(Trajectory trajectory, Event.Ending end) {
        String run = trajectory.run();
        AtomicReference<Parked> parked = new AtomicReference<>();
        try {
            // the journal may take its time, and the deadlines of all sessions must not wait for it
            Future<?> deadline = deadlines.once(
                    patience, () -> Thread.ofVirtual().name("parked-" + run).start(() -> giveUp(run, parked)));
            parked.set(new Parked(trajectory, end, deadline));
            runs.put(run, parked.get());
        } catch (RejectedExecutionException e) {
            LOG.debug("The service is being stopped; the run {} waits for the next one", run, e);
        }
    }

    /** {@return where the events of a parked run go, which goes on now; null when it is not parked} */
    synchronized @Nullable Trajectory take(String run) {
        Parked parked = runs.remove(run);
        if (parked == null) {
            return null;
        }
        parked.deadline().cancel(false);
        return parked.trajectory();
    }

    /** Gives a run up, if it is parked as it was when its time began. */
    private void giveUp(String run, AtomicReference<Parked> reference) {
        Parked parked = takeSame(run, reference);
        if (parked == null) {
            return;
        }
        try {
            parked.trajectory().record(0, parked.end());
        } catch (FailureException e) {
            LOG.warn("The end of the parked run {} could not be stored", run, e);
        }
    }

    private synchronized @Nullable Parked takeSame(String run, AtomicReference<Parked> reference) {
        Parked parked = reference.get();
        return runs.remove(run, parked) ? parked : null;
    }
}
