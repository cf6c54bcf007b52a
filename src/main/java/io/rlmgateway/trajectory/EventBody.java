package io.rlmgateway.trajectory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An event as it is stored.
 *
 * @param type its type name
 * @param deflated whether the bytes are deflated (RFC 1950)
 * @param bytes JSON in UTF-8
 */
// the array is only passed on, never compared
@SuppressWarnings("ArrayRecordComponent")
record EventBody(String type, boolean deflated, byte[] bytes) {

    /** Below this many bytes the header and the time of deflating cost more than they save. */
    private static final int SMALL = 1024;

    private static final int BUFFER = 8192;

    static EventBody of(Event event) {
        byte[] json = EventJson.write(event).getBytes(StandardCharsets.UTF_8);
        if (json.length > SMALL) {
            byte[] less = deflate(json);
            if (less.length < json.length) {
                return new EventBody(EventJson.type(event), true, less);
            }
        }
        return new EventBody(EventJson.type(event), false, json);
    }

    Event event() {
        return EventJson.read(type, deflated ? inflate(bytes) : bytes);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] inflate(byte[] bytes) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 3);
            byte[] buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0) {
                    throw new IllegalStateException("An event in the journal is cut short");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("An event in the journal is damaged", e);
        }
    }
}
