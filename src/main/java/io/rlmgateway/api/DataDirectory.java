package io.rlmgateway.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where everything that must survive a restart lies, if no other store is configured.
 *
 * @param dataDirectory the directory; made, for the service's user alone, when it is not there
 */
@ConfigurationProperties("rlm")
public record DataDirectory(@DefaultValue("data") Path dataDirectory) {

    /** Makes the directory. */
    public DataDirectory {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        create(dataDirectory);
    }

    /**
     * A directory below it, made when it is not there.
     *
     * @param name its name
     * @return its path
     */
    public Path directory(String name) {
        return create(dataDirectory.resolve(name));
    }

    /**
     * A file directly in it.
     *
     * @param name its name
     * @return its path; the file may not exist
     */
    public Path file(String name) {
        return dataDirectory.resolve(name);
    }

    private static Path create(Path directory) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                return Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data directory " + directory + " cannot be made; name another by rlm.data-directory", e);
        }
    }
}
