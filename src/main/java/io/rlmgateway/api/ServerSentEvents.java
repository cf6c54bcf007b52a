package io.rlmgateway.api;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a stream of server-sent events (WHATWG HTML, section 9.2) in the narrow form that all clients of OpenAI's API
 * read: {@code data: }, one line of JSON, two line feeds. Half a surrogate pair, which UTF-8 cannot carry, leaves as a
 * question mark; JSON that must keep it escapes it. Every event leaves at once. All methods throw
 * {@link UncheckedIOException} when the client is gone.
 */
public final class ServerSentEvents {

    private final HttpServletResponse response;
    private final ServletOutputStream out;

    private ServerSentEvents(HttpServletResponse response, ServletOutputStream out) {
        this.response = response;
        this.out = out;
    }

    /**
     * Sends the headers; further ones must be set before.
     *
     * @param response an answer that has not begun
     * @return where events go
     */
    public static ServerSentEvents open(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            ServerSentEvents events = new ServerSentEvents(response, response.getOutputStream());
            response.flushBuffer();
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends an event without a name.
     *
     * @param json its data, JSON without line breaks
     */
    public void data(String json) {
        write("data: " + json + "\n\n");
    }

    /**
     * Sends a named event.
     *
     * @param name its name
     * @param json its data, JSON without line breaks
     */
    public void event(String name, String json) {
        write("event: " + name + "\ndata: " + json + "\n\n");
    }

    /**
     * Sends a named event that a reader can go on after.
     *
     * @param name its name
     * @param id where it stands, what {@code Last-Event-ID} brings back
     * @param json its data, JSON without line breaks
     */
    public void event(String name, long id, String json) {
        write("event: " + name + "\nid: " + id + "\ndata: " + json + "\n\n");
    }

    /**
     * Sends a comment, which clients skip and proxies take for life.
     *
     * @param text the comment, without line breaks
     */
    public void comment(String text) {
        write(": " + text + "\n\n");
    }

    /**
     * Sends a failure as an event named {@code error}, its data being OpenAI's error body.
     *
     * @param failure what went wrong
     */
    public void failure(Failure failure) {
        event("error", ErrorBody.json(failure));
    }

    /**
     * Sends events as they are.
     *
     * @param events whole events in UTF-8, in a buffer with an array
     */
    public void raw(ByteBuffer events) {
        write(events.array(), events.arrayOffset() + events.position(), events.remaining());
    }

    /** Sends OpenAI's end mark. */
    public void done() {
        data("[DONE]");
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
