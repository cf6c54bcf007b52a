package io.rlmgateway.access;

import io.rlmgateway.api.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin key that the service makes at its first start, in a file that only the service's user can read. */
final class MadeKey {

    private static final Logger LOG = LoggerFactory.getLogger(MadeKey.class);

    private final Path file;

    MadeKey(DataDirectory directory) {
        this.file = directory.file("admin.key");
    }

    /**
     * The key, made when there is none.
     *
     * @param shown whether the log shows a key that is made
     */
    String key(boolean shown) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : make(shown);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or written", e);
        }
    }

    private String make(boolean shown) throws IOException {
        String key = KeyText.next().text();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forOwnerOnly());
        Files.writeString(draft, key + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        if (shown) {
            LOG.info("Made the admin key {} and kept it in {}. It is shown this one time.", key, file);
        } else {
            LOG.info("Made an admin key and kept it in {}", file);
        }
        return key;
    }

    private static FileAttribute<?>[] forOwnerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
