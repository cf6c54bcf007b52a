package io.rlmgateway.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The parts of uploads, {@code <upload>/<part>} in a directory. */
final class UploadFiles {

    private final Path root;

    UploadFiles(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of uploads " + root + " cannot be made", e);
        }
    }

    void keep(String upload, String part, Path draft) throws IOException {
        Path target = root.resolve(upload).resolve(part);
        Files.createDirectories(target.getParent());
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(String upload, String part) throws IOException {
        Files.deleteIfExists(root.resolve(upload).resolve(part));
    }

    void delete(String upload) throws IOException {
        FileSystemUtils.deleteRecursively(root.resolve(upload));
    }

    JoinedParts join(String upload, List<String> parts) {
        return new JoinedParts(
                parts.stream().map(part -> root.resolve(upload).resolve(part)).toList());
    }

    /**
     * Deletes all but the uploads that are open.
     *
     * @param open asked when it is known which are there, so that one which begins meanwhile is not among them
     */
    void retainOnly(Supplier<Set<String>> open) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            List<Path> found = all.toList();
            Set<String> kept = open.get();
            for (Path upload : found) {
                if (!kept.contains(upload.getFileName().toString())) {
                    FileSystemUtils.deleteRecursively(upload);
                }
            }
        }
    }
}
