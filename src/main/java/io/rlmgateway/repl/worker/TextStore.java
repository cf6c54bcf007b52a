package io.rlmgateway.repl.worker;

import com.google.protobuf.ByteString;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Missing;
import io.rlmgateway.repl.worker.wire.Text;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a remote worker's sessions read, as files. Each comes once, and goes with its last reader. A tenant's are
 * nothing to another: whether one holds a text cannot be told from what another is asked for.
 */
final class TextStore implements AutoCloseable {

    private final Path directory;
    private final long limit;
    /** Held while texts come, so that two sessions do not ask for the same one. */
    private final ReentrantLock coming = new ReentrantLock();

    private final Map<Key, Held> texts = new HashMap<>();
    private long bytes;
    private int files;

    private record Key(String tenant, ByteString sha256) {}

    private static final class Held {
        private final Path file;
        private final long size;
        private int readers;

        Held(Path file, long size) {
            this.file = file;
            this.size = size;
        }
    }

    /**
     * No texts yet.
     *
     * @param directory empty, and of this store alone
     * @param limit bytes of all texts
     */
    TextStore(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /** Somebody who reads nothing yet. */
    Reader reader(String tenant, Connection<FromWorker, ToWorker> gateway) {
        return new Reader(tenant, gateway);
    }

    /** {@return how many texts are held} */
    synchronized int size() {
        return texts.size();
    }

    private synchronized @Nullable Path read(Key key) {
        Held held = texts.get(key);
        if (held == null) {
            return null;
        }
        held.readers++;
        return held.file;
    }

    private synchronized void hold(Key key, Path file, long size) {
        texts.put(key, new Held(file, size));
    }

    private synchronized void release(Key key) {
        Held held = texts.get(key);
        if (held != null && --held.readers == 0) {
            texts.remove(key);
            delete(held.file, held.size);
        }
    }

    private synchronized void delete(Path file, long size) {
        bytes -= size;
        WorkerDirectories.delete(file);
    }

    private synchronized Path newFile() {
        return directory.resolve(Integer.toString(++files));
    }

    private synchronized void grow(int count) throws IOException {
        if (bytes + count > limit) {
            throw new IOException("the worker holds " + limit + " bytes of text at most");
        }
        bytes += count;
    }

    @Override
    public void close() {
        WorkerDirectories.delete(directory);
    }

    /** A session, which reads its texts until it is closed. Used by one thread. */
    final class Reader implements AutoCloseable {

        private final String tenant;
        private final Connection<FromWorker, ToWorker> gateway;
        private final List<Key> reading = new ArrayList<>();

        private Reader(String tenant, Connection<FromWorker, ToWorker> gateway) {
            this.tenant = tenant;
            this.gateway = gateway;
        }

        /**
         * The files of texts. The gateway is asked for what is not there.
         *
         * @throws IOException when the gateway sends something else, or too much
         */
        Map<ByteString, Path> files(Set<ByteString> hashes) throws IOException {
            Map<ByteString, Path> there = new HashMap<>();
            coming.lock();
            try {
                List<ByteString> missing = hashes.stream()
                        .filter(hash -> !isThere(new Key(tenant, hash), there))
                        .toList();
                if (!missing.isEmpty()) {
                    gateway.send(FromWorker.newBuilder()
                            .setMissing(Missing.newBuilder().addAllSha256(missing))
                            .build());
                }
                for (ByteString hash : missing) {
                    Key key = new Key(tenant, hash);
                    receive(key);
                    isThere(key, there);
                }
                return there;
            } finally {
                coming.unlock();
            }
        }

        private boolean isThere(Key key, Map<ByteString, Path> there) {
            Path file = read(key);
            if (file == null) {
                return false;
            }
            reading.add(key);
            there.put(key.sha256(), file);
            return true;
        }

        private void receive(Key key) throws IOException {
            Path file = newFile();
            long size = 0;
            boolean whole = false;
            MessageDigest digest = TextHashes.digest();
            try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                Text piece;
                do {
                    piece = nextPiece();
                    grow(piece.getBytes().size());
                    size += piece.getBytes().size();
                    digest.update(piece.getBytes().asReadOnlyByteBuffer());
                    piece.getBytes().writeTo(output);
                } while (!piece.getLast());
                whole = key.sha256().equals(ByteString.copyFrom(digest.digest()));
            } finally {
                if (!whole) {
                    delete(file, size);
                }
            }
            if (!whole) {
                throw new IOException("a text is not what its hash says");
            }
            hold(key, file, size);
        }

        private Text nextPiece() throws IOException {
            ToWorker message = gateway.receive();
            if (message == null || !message.hasText()) {
                throw new IOException("a text was expected");
            }
            return message.getText();
        }

        @Override
        public void close() {
            reading.forEach(TextStore.this::release);
            reading.clear();
        }
    }
}
