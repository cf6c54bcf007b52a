package io.rlmgateway.session;

import io.rlmgateway.trajectory.EventJson;
import io.rlmgateway.trajectory.RecordedEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run's events as server-sent events. Each has its type as {@code event}, its sequence as {@code id} and its JSON as
 * {@code data}; {@code data: [DONE]} without a type ends the stream, as in OpenAI's streams, and is the one thing that a
 * browser's {@code onmessage} hears.
 */
final class RunEventStream implements Consumer<@Nullable RecordedEvent> {

    private final HttpServletResponse response;

    /**
     * A stream that has not begun.
     *
     * @param response what it is written to; nothing is written before the first event or silence
     */
    RunEventStream(HttpServletResponse response) {
        this.response = response;
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
    }

    /** Writes an event, or a comment when nothing happened for a while. */
    @Override
    public void accept(@Nullable RecordedEvent recorded) {
        if (recorded == null) {
            write(": keep-alive\n\n");
        } else {
            write("event: " + EventJson.type(recorded.event()) + "\nid: " + recorded.sequence() + "\ndata: "
                    + EventJson.line(recorded) + "\n\n");
        }
    }

    /** Writes the end. */
    void end() {
        write("data: [DONE]\n\n");
    }

    private void write(String frame) {
        try {
            OutputStream out = response.getOutputStream();
            out.write(frame.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The reader of a run's events is gone", e);
        }
    }
}
