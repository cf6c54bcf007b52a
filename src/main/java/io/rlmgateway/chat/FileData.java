package io.rlmgateway.chat;

import io.rlmgateway.api.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file inside a request: base64, alone or as a data URL (RFC 2397). The bytes are decoded each time they are read and
 * never held.
 *
 * @param mediaType the data URL's media type, or null
 * @param text where the base64 stands
 * @param start offset of its first character
 */
record FileData(@Nullable String mediaType, String text, int start) {

    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";

    static FileData parse(String path, String text) {
        FileData data = text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? ofUrl(path, text)
                : new FileData(null, text, 0);
        try (InputStream bytes = data.open()) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return data;
        } catch (IOException e) {
            throw invalid(path);
        }
    }

    InputStream open() {
        return Base64.getDecoder().wrap(new CharacterStream(text, start));
    }

    private static FileData ofUrl(String path, String text) {
        int comma = text.indexOf(',');
        if (comma < 0) {
            throw invalid(path);
        }
        String header = text.substring(SCHEME.length(), comma);
        if (!header.toLowerCase(Locale.ROOT).endsWith(ENCODING)) {
            throw invalid(path);
        }
        String mediaType = header.substring(0, header.length() - ENCODING.length());
        return new FileData(mediaType.isEmpty() ? null : mediaType, text, comma + 1);
    }

    private static RuntimeException invalid(String path) {
        return InvalidRequests.because(
                Reason.INVALID_BASE64,
                "Invalid '" + path + "': expected base64, alone or as 'data:<media type>;base64,<data>'.",
                path);
    }

    /** The characters of a string as bytes; one that is no ASCII character becomes one that base64 refuses. */
    private static final class CharacterStream extends InputStream {

        private static final int NOT_BASE64 = '*';

        private final String text;
        private int position;

        CharacterStream(String text, int start) {
            this.text = text;
            this.position = start;
        }

        @Override
        public int read() {
            if (position == text.length()) {
                return -1;
            }
            char c = text.charAt(position++);
            return c < 0x80 ? c : NOT_BASE64;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length > 0 && position == text.length()) {
                return -1;
            }
            int count = Math.min(length, text.length() - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) read();
            }
            return count;
        }
    }
}
