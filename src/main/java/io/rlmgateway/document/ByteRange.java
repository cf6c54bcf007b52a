package io.rlmgateway.document;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/**
 * The part of a file that a request asks for (RFC 9110, 14).
 *
 * @param start offset of its first byte
 * @param length its bytes; 0 for a part that the file does not have
 */
record ByteRange(long start, long length) {

    /**
     * Reads the request's headers.
     *
     * @param headers of the request
     * @param etag the file's, quoted
     * @param size the file's
     * @return the part; null when the whole is to be sent: nothing is asked for, several ranges are, which need not be
     *     honoured, they cannot be understood, or they are meant for another version of the file
     */
    static @Nullable ByteRange of(HttpHeaders headers, String etag, long size) {
        String ifRange = headers.getFirst(HttpHeaders.IF_RANGE);
        if (ifRange != null && !ifRange.equals(etag)) {
            return null;
        }
        try {
            List<HttpRange> ranges = headers.getRange();
            return ranges.size() == 1 ? of(ranges.getFirst(), size) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** {@return what the answer says of it} */
    String header(long size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }

    private static ByteRange of(HttpRange range, long size) {
        if (size == 0) {
            return new ByteRange(0, 0);
        }
        long start = range.getRangeStart(size);
        return start >= size ? new ByteRange(0, 0) : new ByteRange(start, range.getRangeEnd(size) - start + 1);
    }
}
