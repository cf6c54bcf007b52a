package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A stream that fails when it gives more bytes than it may. */
final class LimitedStream extends FilterInputStream {

    private final Supplier<Failure> beyond;
    private long left;

    /**
     * The first bytes of another stream.
     *
     * @param bytes the other stream
     * @param most bytes at most
     * @param beyond what the first byte beyond them fails with
     */
    LimitedStream(InputStream bytes, long most, Supplier<Failure> beyond) {
        super(bytes);
        this.left = most;
        this.beyond = beyond;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new FailureException(beyond.get());
        }
        return read;
    }
}
