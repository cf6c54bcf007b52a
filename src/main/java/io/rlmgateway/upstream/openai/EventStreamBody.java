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

    private final AtomicBoolean complete = new AtomicBoolean();
    private int matched;

    /** @param body the bytes */
    EventStreamBody(InputStream body) {
        super(body);
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
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            watch((char) (bytes[offset + i] & 0xff));
        }
        return count;
    }

    /** Counts how much of the mark the current line matches; -1 when it is another line. Blanks do not matter. */
    private void watch(char next) {
        if (next == '\n') {
            matched = 0;
        } else if (matched >= 0 && next != ' ' && matched < MARK.length()) {
            matched = MARK.charAt(matched) == next ? matched + 1 : -1;
            if (matched == MARK.length()) {
                complete.set(true);
            }
        }
    }
}
