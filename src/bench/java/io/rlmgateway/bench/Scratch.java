package io.rlmgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when the run is over, also when it was interrupted. */
final class Scratch implements AutoCloseable {

    private final Path folder;
    private final Thread lastResort = new Thread(this::deleteQuietly, "end of scratch");

    Scratch() {
        folder = create();
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    private static Path create() {
        try {
            return Files.createTempDirectory("rlm-gateway-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Deletes what lies in a directory and has a name that begins so. */
    static void deleteChildren(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path child : children) {
                delete(child);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> innermostFirst;
        try (Stream<Path> all = Files.walk(root)) {
            innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : innermostFirst) {
            Files.deleteIfExists(path);
        }
    }

    private void deleteQuietly() {
        try {
            close();
        } catch (UncheckedIOException e) {
            // a child process still writes; the rest stays in the system's temporary directory
        }
    }

    @Override
    public void close() {
        try {
            if (Files.exists(folder)) {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
