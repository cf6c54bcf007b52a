package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.RelayReceiver;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.openai.ReplyEdits.Edited;
import io.rlmgateway.upstream.openai.ReplyEdits.UsagePlace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Passes the events of a stream on as they come, in the narrow form that clients of OpenAI's API read. */
final class EventRelay implements EventReader.Sink {

    /** Audio and images travel in events. */
    private static final int LONGEST_EVENT = 16 * 1024 * 1024;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String DONE = "[DONE]";

    private final EventReader reader = new EventReader(LONGEST_EVENT, this);
    private final ReplyEdits.Form form;
    private final ErrorWords words;
    private final RelayReceiver receiver;
    private final Output output = new Output();
    private @Nullable TokenUsage usage;
    private byte @Nullable [] usageAlone;
    private long textBytes;
    private boolean begun;
    private boolean finished;
    private boolean done;

    /**
     * A relay of one stream.
     *
     * @param form what the client shall see
     * @param words tells errors
     * @param receiver takes the events
     */
    EventRelay(ReplyEdits.Form form, ErrorWords words, RelayReceiver receiver) {
        this.form = form;
        this.words = words;
        this.receiver = receiver;
    }

    /**
     * Takes the next bytes and passes all events on that they complete.
     *
     * @return whether the stream goes on
     * @throws io.rlmgateway.upstream.UpstreamException when they tell an error or make no sense
     */
    boolean read(List<ByteBuffer> bytes) {
        try {
            bytes.forEach(reader::read);
        } catch (EventReader.OversizedEventException e) {
            throw words.broken("an event of its stream is longer than " + LONGEST_EVENT + " bytes", null);
        } finally {
            // what came before a failure is the client's
            pass();
        }
        return !done;
    }

    /**
     * The stream has ended.
     *
     * @throws io.rlmgateway.upstream.UpstreamException when its answer had not
     */
    void end() {
        reader.finish();
        if (!done && !finished) {
            throw words.broken("the reply broke off before its end", null);
        }
        if (!done) {
            done();
        }
        pass();
    }

    /** {@return whether something was passed on} */
    boolean begun() {
        return begun;
    }

    /** {@return the tokens that the stream told, or an estimate} */
    TokenUsage usage() {
        return usage == null ? ReplyEdits.estimate(form.promptBytes(), textBytes) : usage;
    }

    @Override
    public void event(byte[] bytes, int offset, int length) {
        if (done) {
            return;
        }
        if (isDone(bytes, offset, length)) {
            done();
            return;
        }
        Edited edited = edited(bytes, offset, length, form);
        if (edited.failed()) {
            throw words.ofEvent(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
        textBytes += edited.textBytes();
        finished |= edited.finished();
        if (edited.counts()) {
            usage = edited.usage() == null ? usage : edited.usage();
            counted(edited, bytes, offset, length);
        } else {
            output.event(edited.json());
        }
    }

    /** Clients expect usage in a chunk without choices, the last one. */
    private void counted(Edited edited, byte[] bytes, int offset, int length) {
        boolean asked = form.usage() == UsagePlace.KEPT;
        if (edited.choices() == 0 || !asked) {
            usageAlone = null;
            if (edited.choices() > 0 || asked) {
                output.event(edited.json());
            }
            return;
        }
        Output alone = new Output();
        alone.event(edited(bytes, offset, length, form.with(UsagePlace.ALONE)).json());
        usageAlone = alone.toByteArray();
        output.event(
                edited(bytes, offset, length, form.with(UsagePlace.EMPTIED)).json());
    }

    private Edited edited(byte[] bytes, int offset, int length, ReplyEdits.Form as) {
        try {
            return ReplyEdits.of(bytes, offset, length, as);
        } catch (JacksonException e) {
            throw words.broken("an event of its stream is no JSON object", e);
        }
    }

    private void done() {
        done = true;
        if (usageAlone != null) {
            output.writeBytes(usageAlone);
        }
        output.event(List.of(ByteBuffer.wrap(DONE.getBytes(StandardCharsets.UTF_8))));
    }

    private void pass() {
        if (output.size() > 0) {
            begun = true;
            receiver.events(ByteBuffer.wrap(output.toByteArray()));
            output.reset();
        }
    }

    private static boolean isDone(byte[] bytes, int offset, int length) {
        return bytes[offset] == '[' && DONE.equals(new String(bytes, offset, length, StandardCharsets.UTF_8).strip());
    }

    /** Events one behind the other. */
    private static final class Output extends ByteArrayOutputStream {

        /** Writes an event of these pieces. */
        void event(List<ByteBuffer> json) {
            writeBytes(DATA);
            json.forEach(piece -> write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining()));
            writeBytes(END);
        }
    }
}
