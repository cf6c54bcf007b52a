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
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that the service makes for itself at its first start, in a file that only the service's user can read. */
final class MadeKey {

    private static final Logger LOG = LoggerFactory.getLogger(MadeKey.class);
    private static final int RANDOM_BYTES = 32;

    private final Path file;

    MadeKey(DataDirectory directory) {
        this.file = directory.file("admin.key");
    }

    AccessProperties.Key key() {
        try {
            String key = Files.exists(file) ? Files.readString(file).strip() : make();
            return new AccessProperties.Key("admin", key, Caller.ANONYMOUS.tenant());
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or written", e);
        }
    }

    private String make() throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "rlm-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forOwnerOnly());
        Files.writeString(draft, key + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Made the key {} and kept it in {}. It is shown this one time.", key, file);
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
