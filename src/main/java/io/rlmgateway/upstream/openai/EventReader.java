package io.rlmgateway.upstream.openai;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits the bytes of an event stream (WHATWG HTML, section 9.2) into events, however they are cut: lines may end in LF,
 * CRLF or CR, comments and fields other than data are left out, a byte order mark at the start too.
 */
final class EventReader {

    private static final int FIRST_SIZE = 8192;
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final int longest;
    private final Sink sink;
    private byte[] buffer = new byte[FIRST_SIZE];

    /** Where the current event begins, the next byte to look at, the end of what has arrived. */
    private int event;

    private int position;
    private int end;

    private int line;
    private int dataStart = -1;
    private int dataEnd;
    private boolean begun;
    private boolean afterCarriageReturn;

    /** Takes events. */
    interface Sink {

        /**
         * Takes the data of an event, which is valid until this returns.
         *
         * @param bytes hold it
         * @param offset where it begins
         * @param length its bytes; more than none
         */
        void event(byte[] bytes, int offset, int length);
    }

    /**
     * A reader at the start of a stream.
     *
     * @param longest bytes of an event at most
     * @param sink takes the events
     */
    EventReader(int longest, Sink sink) {
        this.longest = longest;
        this.sink = sink;
    }

    /**
     * Reads bytes and passes on each event that they complete.
     *
     * @param bytes the next bytes
     * @throws OversizedEventException when an event is too long
     */
    void read(ByteBuffer bytes) {
        int count = bytes.remaining();
        makeRoom(count);
        bytes.get(buffer, end, count);
        end += count;
        if (!begun && !skipMark()) {
            return;
        }
        while (position < end) {
            byte next = buffer[position++];
            if (next == '\n' && afterCarriageReturn) {
                line = position;
                afterCarriageReturn = false;
            } else if (next == '\n' || next == '\r') {
                afterCarriageReturn = next == '\r';
                line(position - 1);
                line = position;
            } else {
                afterCarriageReturn = false;
            }
        }
    }

    /** The stream has ended: what came last counts as an event, though no empty line follows. */
    void finish() {
        if (position > line) {
            line(position);
        }
        complete();
    }

    private boolean skipMark() {
        begun = end > 2 || (end > 0 && buffer[0] != (byte) 0xEF);
        if (end > 2 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
            line = 3;
        }
        return begun;
    }

    private void line(int lineEnd) {
        if (lineEnd == line) {
            complete();
        } else if (isData(lineEnd)) {
            int value = line + DATA.length;
            value += value < lineEnd ? 1 : 0;
            value += value < lineEnd && buffer[value] == ' ' ? 1 : 0;
            data(value, lineEnd);
        }
    }

    private boolean isData(int lineEnd) {
        int name = line + DATA.length;
        return lineEnd >= name
                && Arrays.equals(buffer, line, name, DATA, 0, DATA.length)
                && (lineEnd == name || buffer[name] == ':');
    }

    /** Further lines of data move up behind the first, with a blank for the line's end: in JSON both mean the same. */
    private void data(int from, int to) {
        if (dataStart < 0) {
            dataStart = from;
            dataEnd = to;
        } else {
            buffer[dataEnd] = ' ';
            System.arraycopy(buffer, from, buffer, dataEnd + 1, to - from);
            dataEnd += 1 + to - from;
        }
    }

    private void complete() {
        if (dataStart >= 0 && dataEnd > dataStart) {
            sink.event(buffer, dataStart, dataEnd - dataStart);
        }
        dataStart = -1;
        event = position;
    }

    private void makeRoom(int count) {
        int held = end - event;
        if (held + (long) count > longest) {
            throw new OversizedEventException();
        }
        if (buffer.length - end >= count) {
            return;
        }
        byte[] target = held + count <= buffer.length ? buffer : new byte[Math.max(held + count, 2 * buffer.length)];
        System.arraycopy(buffer, event, target, 0, held);
        buffer = target;
        position -= event;
        line -= event;
        dataStart -= dataStart < 0 ? 0 : event;
        dataEnd -= event;
        end = held;
        event = 0;
    }

    /** An event is longer than is taken. */
    static final class OversizedEventException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
