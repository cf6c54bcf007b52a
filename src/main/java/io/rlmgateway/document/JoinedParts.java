package io.rlmgateway.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** Files read one after another; it knows the MD5 of what was read, which clients check uploads by. */
final class JoinedParts extends InputStream {

    private final Deque<Path> waiting;
    private final MessageDigest digest = md5Digest();
    private InputStream current = InputStream.nullInputStream();

    JoinedParts(List<Path> files) {
        this.waiting = new ArrayDeque<>(files);
    }

    private static MessageDigest md5Digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = current.read(bytes, offset, length);
        while (read < 0 && !waiting.isEmpty()) {
            current.close();
            current = Files.newInputStream(waiting.pop());
            read = current.read(bytes, offset, length);
        }
        if (read > 0) {
            digest.update(bytes, offset, read);
        }
        return read;
    }

    /** {@return the MD5 of all bytes in hexadecimal; to be asked once, after the end} */
    String md5() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
