package io.rlmgateway.trajectory;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A run that is going on: numbers its events and hands them to the writer. */
final class RecordingTrajectory implements Trajectory {

    private final String id;
    private final JournalWriter writer;
    private final InstantSource clock;
    private final AtomicInteger sessions = new AtomicInteger();

    /** As of the last event; used only by {@link #append}, which runs one at a time. */
    private Run state;

    private long sequence;

    RecordingTrajectory(Run run, JournalWriter writer, InstantSource clock) {
        this.id = run.id();
        this.state = run;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public String run() {
        return id;
    }

    @Override
    public int nextSession() {
        return sessions.incrementAndGet();
    }

    @Override
    public void record(int session, Event event) {
        EventBody body = EventBody.of(event);
        if (!writer.write(body.bytes().length, () -> append(session, event, body))) {
            throw new FailureException(new Failure.SessionFailed("The run is not in the journal, or has ended there."));
        }
    }

    private Change.Append append(int session, Event event, EventBody body) {
        if (state.ended() != null) {
            throw new FailureException(new Failure.SessionFailed("The run has ended; nothing can be added to it."));
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        sequence++;
        if (session == 0 && event instanceof Event.Ending ending) {
            state = state.ended(at, Run.Status.of(ending));
        }
        return new Change.Append(state, new RecordedEvent(sequence, at, session, event), body);
    }
}
