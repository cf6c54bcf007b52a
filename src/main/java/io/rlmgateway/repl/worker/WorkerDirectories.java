package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a gateway's workers, which only its user may enter. A lock on a file in it says that the gateway
 * lives: what one left behind that was killed, the next one removes.
 */
final class WorkerDirectories implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerDirectories.class);
    private static final String PREFIX = "rlm-workers-";
    private static final String LOCK = "lock";

    /** Those of this process: to look at the lock of one would give it up, as the locks of POSIX are (fcntl(2)). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private WorkerDirectories(Path path) throws IOException {
        this.path = path;
        OWN.add(path);
        lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
    }

    /** Makes a directory, and removes those of gateways that are no more. */
    static WorkerDirectories below(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            others.forEach(WorkerDirectories::deleteAbandoned);
        }
        return new WorkerDirectories(Files.createTempDirectory(parent, PREFIX));
    }

    private static void deleteAbandoned(Path other) {
        if (OWN.contains(other)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                delete(other);
            }
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("{} is another's", other, e);
        }
    }

    Path path() {
        return path;
    }

    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.debug("A worker's directory could not be deleted", e);
        }
    }

    @Override
    public void close() {
        try (lock) {
            delete(path);
            OWN.remove(path);
        } catch (IOException e) {
            log.debug("A lock could not be closed", e);
        }
        OWN.remove(path);
    }
}
