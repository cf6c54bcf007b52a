package io.rlmgateway.trajectory;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal over an {@link EventStore}. Closing it stores what waits. */
final class StoredTrajectories implements Trajectories, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredTrajectories.class);
    private static final int RUNS_OF_A_CLEARANCE = 100;
    private static final int ID_BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final LiveRuns live = new LiveRuns();
    private final RunListeners listeners;
    private final InstantSource clock;
    private final Duration silence;
    private final JournalReader reader;
    private final JournalWriter writer;

    /**
     * Starts the threads of the journal.
     *
     * @param silence after how long a follower is told that nothing happens
     */
    StoredTrajectories(EventStore store, RunListeners listeners, InstantSource clock, Duration silence) {
        this.listeners = listeners;
        this.clock = clock;
        this.silence = silence;
        this.reader = new JournalReader(store);
        this.writer = new JournalWriter(store, new Announcements());
    }

    @Override
    public String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "run_" + HexFormat.of().formatHex(id);
    }

    @Override
    public Trajectory open(String id, String tenant, String model, RunKeys keys) {
        Run run = new Run(id, tenant, model, now(), null, Run.Status.RUNNING);
        if (!writer.write(0, () -> begin(run, keys))) {
            throw taken(id);
        }
        return new RecordingTrajectory(run, writer, clock, live::end);
    }

    @Override
    public @Nullable Trajectory reopen(String tenant, String id) {
        find(tenant, id);
        if (!live.begin(id)) {
            return null;
        }
        boolean open = false;
        try {
            Run run = find(tenant, id);
            open = run.ended() == null;
            return open ? new RecordingTrajectory(run, writer, clock, last(id), live::end) : null;
        } finally {
            if (!open) {
                live.end(id);
            }
        }
    }

    private RecordingTrajectory.Last last(String id) {
        return reader.read(store -> new RecordingTrajectory.Last(store.lastSequence(id), store.lastSession(id)));
    }

    @Override
    public @Nullable Run latest(String tenant, String request) {
        return reader.read(store -> store.latest(tenant, request)).orElse(null);
    }

    @Override
    public List<GivenAnswer> answers(String tenant, String conversation, int limit) {
        return reader.read(store -> store.answers(tenant, conversation, limit));
    }

    @Override
    public List<Run> waiting(String tenant, String conversation, int limit) {
        return reader.read(store -> store.waiting(tenant, conversation, limit));
    }

    @Override
    public List<Run> list(String tenant, @Nullable String after, int limit) {
        @Nullable Run previous = after == null ? null : find(tenant, after);
        return reader.read(store -> store.list(tenant, previous, limit));
    }

    @Override
    public Run find(String tenant, String id) {
        return reader.read(store -> store.find(tenant, id)).orElseThrow(() -> notFound(id));
    }

    @Override
    public List<RecordedEvent> events(String tenant, String id, long after) {
        find(tenant, id);
        return reader.read(store -> store.events(id, after, Integer.MAX_VALUE));
    }

    @Override
    public void follow(String tenant, String id, long after, Consumer<@Nullable RecordedEvent> listener) {
        find(tenant, id);
        Subscription subscription = live.subscribe(id);
        try {
            new Follower(reader, id, listener, after).follow(subscription, silence);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            live.unsubscribe(id, subscription);
        }
    }

    @Override
    public void delete(String tenant, String id) {
        Run run = find(tenant, id);
        if (run.ended() == null) {
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.INVALID_VALUE, "The run " + id + " is still going on; cancel it first.", null));
        }
        delete(run);
    }

    /**
     * Gives up the runs that the journal believes to be going on though nobody here works on them: those of an earlier
     * process, those whose end could not be stored, and those that wait for results of tools.
     *
     * @param all whether those count that an earlier process left in the middle of something
     * @param waitingSince a run that has waited for results since then goes on waiting
     */
    void endAbandoned(boolean all, Instant waitingSince) {
        for (Run run : reader.read(EventStore::goingOn)) {
            boolean waits = run.status() == Run.Status.WAITING;
            if (waits ? lastTime(run).isBefore(waitingSince) : all) {
                giveUp(run, waits);
            }
        }
    }

    private Instant lastTime(Run run) {
        return reader.read(store -> store.events(run.id(), store.lastSequence(run.id()) - 1, 1)).stream()
                .map(RecordedEvent::at)
                .reduce(run.created(), (_, at) -> at);
    }

    private void giveUp(Run run, boolean waits) {
        Trajectory left = reopen(run.tenant(), run.id());
        if (left != null) {
            left.record(
                    0,
                    new Event.Abandoned(
                            waits
                                    ? "the results of its tool calls did not come in time"
                                    : "the service was stopped while this run was going on,"
                                            + " and nobody asked for its answer again in time"));
        }
    }

    /**
     * Deletes ended runs by age and size.
     *
     * @param endedBefore those that ended before
     * @param tenantBytes and the oldest beyond so many bytes of a tenant
     * @return how many were deleted
     */
    int deleteExpired(Instant endedBefore, long tenantBytes) {
        int deleted = 0;
        int before;
        do {
            before = deleted;
            for (Run run : reader.read(store -> store.expired(endedBefore, tenantBytes, RUNS_OF_A_CLEARANCE))) {
                deleted += deleteQuietly(run);
            }
        } while (deleted > before);
        return deleted;
    }

    /** Stores what waits. Reading and writing fail from then on. */
    @Override
    public void close() {
        writer.close();
        reader.close();
    }

    /** Known as live before it is stored, so that {@link #endAbandoned} never takes it for an abandoned one. */
    private Change.Begin begin(Run run, RunKeys keys) {
        if (!live.begin(run.id())) {
            throw taken(run.id());
        }
        return new Change.Begin(run, keys);
    }

    private int deleteQuietly(Run run) {
        try {
            delete(run);
            return 1;
        } catch (RuntimeException e) {
            LOG.warn("The run {} could not be deleted; it is tried again later", run.id(), e);
            return 0;
        }
    }

    private void delete(Run run) {
        listeners.deleting(run);
        writer.write(0, () -> new Change.Delete(run.id()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static FailureException taken(String id) {
        return new FailureException(new Failure.Internal("There is a run " + id + " already."));
    }

    private static FailureException notFound(String id) {
        return new FailureException(new Failure.NotFound("No run found with id '" + id + "'."));
    }

    /** Tells followers and listeners what became of changes. */
    private final class Announcements implements JournalWriter.Watcher {

        @Override
        public void applied(Change change) {
            if (change instanceof Change.Append(Run run, RecordedEvent event, EventBody _)) {
                live.publish(run.id(), event);
                listeners.recorded(run, event);
                endIfLast(run);
            }
        }

        @Override
        public void lost(Change change) {
            switch (change) {
                case Change.Begin(Run run, var _) -> live.end(run.id());
                case Change.Append append -> endIfLast(append.run());
                case Change.Delete _ -> {
                    // nothing follows an ended run
                }
            }
        }

        private void endIfLast(Run run) {
            if (run.ended() != null) {
                live.end(run.id());
            }
        }
    }
}
