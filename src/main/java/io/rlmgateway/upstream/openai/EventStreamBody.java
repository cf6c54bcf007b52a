package io.rlmgateway.upstream.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The bytes of an event stream, watched for the line {@code data: [DONE]} that ends it, because the SDK takes a stream
 * that breaks off for one that ended.
 */
final class EventStreamBody extends FilterInputStream {

    private static final String MARK = "data:[DONE]";

    /** No event of any API is near that; without a bound one line could fill the memory. */
    private static final int LONGEST_LINE = 32 * 1024 * 1024;

    private final AtomicBoolean complete = new AtomicBoolean();
    private final Runnable comment;
    private int matched;
    private int length;
    private boolean comments;

    /**
     * Watches bytes.
     *
     * @param body the bytes
     * @param comment told of each comment, by which a server says that it is at work; on the thread that reads
     */
    EventStreamBody(InputStream body, Runnable comment) {
        super(body);
        this.comment = comment;
    }

    /** {@return whether the closing line has passed} */
    boolean complete() {
        return complete.get();
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            watch((char) value);
        }
        checkLength();
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            watch((char) (bytes[offset + i] & 0xff));
        }
        checkLength();
        return count;
    }

    private void checkLength() throws IOException {
        if (length > LONGEST_LINE) {
            throw new IOException("an event is longer than " + LONGEST_LINE + " bytes");
        }
    }

    /** Counts how much of the mark the current line matches; -1 when it is another line. Blanks do not matter. */
    private void watch(char next) {
        if (next == '\n') {
            if (comments) {
                comment.run();
            }
            comments = false;
            matched = 0;
            length = 0;
            return;
        }
        comments |= length == 0 && next == ':';
        length++;
        if (matched >= 0 && next != ' ' && matched < MARK.length()) {
            matched = MARK.charAt(matched) == next ? matched + 1 : -1;
            if (matched == MARK.length()) {
                complete.set(true);
            }
        }
    }
}
