package io.rlmgateway.session;

import io.rlmgateway.api.ServerSentEvents;
import io.rlmgateway.trajectory.EventJson;
import io.rlmgateway.trajectory.RecordedEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run's events as server-sent events. Each has its type as {@code event}, its sequence as {@code id} and its JSON as
 * {@code data}; {@code data: [DONE]} without a type ends the stream, as in OpenAI's streams, and is the one thing that a
 * browser's {@code onmessage} hears.
 */
final class RunEventStream implements Consumer<@Nullable RecordedEvent> {

    private final ServerSentEvents events;

    /**
     * A run's part of a stream.
     *
     * @param events where they go
     */
    RunEventStream(ServerSentEvents events) {
        this.events = events;
    }

    /** Writes an event, or a comment when nothing happened for a while. */
    @Override
    public void accept(@Nullable RecordedEvent recorded) {
        if (recorded == null) {
            events.comment("keep-alive");
        } else {
            events.event(EventJson.type(recorded.event()), recorded.sequence(), EventJson.line(recorded));
        }
    }

    /** Writes the end. */
    void end() {
        events.done();
    }
}
