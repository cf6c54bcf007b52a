package io.rlmgateway.repl.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of documents' texts, by which remote workers know them. */
final class TextHashes {

    private static final int REMEMBERED = 10_000;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Cache<Text, ByteString> hashes =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private record Text(Path file, long size, FileTime modified) {}

    /**
     * A text's hash.
     *
     * @throws IOException when the file cannot be read
     */
    ByteString of(Path file) throws IOException {
        try {
            return hashes.get(new Text(file, Files.size(file), Files.getLastModifiedTime(file)), TextHashes::hash);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@return a new SHA-256} */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString hash(Text text) {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = Files.newInputStream(text.file())) {
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(digest.digest());
    }
}
