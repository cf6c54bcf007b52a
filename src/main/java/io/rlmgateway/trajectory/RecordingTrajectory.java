package io.rlmgateway.trajectory;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A run that is going on: numbers its events and hands them to the writer. */
final class RecordingTrajectory implements Trajectory {

    private final String id;
    private final JournalWriter writer;
    private final InstantSource clock;
    private final Consumer<String> left;
    private final AtomicInteger sessions = new AtomicInteger();

    /** As of the last event; used only by {@link #append}, which runs one at a time. */
    private Run state;

    private long sequence;

    /**
     * A run that begins.
     *
     * @param left is told when nobody works on it any more, though it has not ended
     */
    RecordingTrajectory(Run run, JournalWriter writer, InstantSource clock, Consumer<String> left) {
        this(run, writer, clock, new Last(0, 0), left);
    }

    /** A run that has events already. */
    RecordingTrajectory(Run run, JournalWriter writer, InstantSource clock, Last last, Consumer<String> left) {
        this.left = left;
        this.sequence = last.sequence();
        this.sessions.set(last.session());
        this.id = run.id();
        this.state = run;
        this.writer = writer;
        this.clock = clock;
    }

    /** The highest numbers of a run's events and sessions. */
    record Last(long sequence, int session) {}

    @Override
    public String run() {
        return id;
    }

    @Override
    public int nextSession() {
        return sessions.incrementAndGet();
    }

    @Override
    public Instant record(int session, Event event) {
        EventBody body = EventBody.of(event);
        AtomicReference<Instant> at = new AtomicReference<>();
        if (!writer.write(body.bytes().length, () -> append(session, event, body, at))) {
            throw new FailureException(new Failure.SessionFailed("The run is not in the journal, or has ended there."));
        }
        return at.get();
    }

    @Override
    public Instant note(int session, Event event) {
        EventBody body = EventBody.of(event);
        AtomicReference<Instant> at = new AtomicReference<>();
        CompletableFuture<Boolean> _ = writer.enqueue(() -> append(session, event, body, at));
        return at.get();
    }

    @Override
    public void leave() {
        left.accept(id);
    }

    private Change.Append append(int session, Event event, EventBody body, AtomicReference<Instant> time) {
        if (state.ended() != null) {
            throw new FailureException(new Failure.SessionFailed("The run has ended; nothing can be added to it."));
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        time.set(at);
        sequence++;
        if (session == 0 && event instanceof Event.Ending ending) {
            state = state.ended(at, Run.Status.of(ending));
        }
        if (event instanceof ToolEvent step) {
            state = state.at(step.status());
        }
        return new Change.Append(state, new RecordedEvent(sequence, at, session, event), body);
    }
}
