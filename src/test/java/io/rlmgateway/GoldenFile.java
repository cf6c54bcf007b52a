package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that says how something looks to its readers; {@code -Drlm.write-golden=true} writes all that are compared. */
public final class GoldenFile {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Path file;

    private GoldenFile(Path file) {
        this.file = file;
    }

    /**
     * A file beside a test.
     *
     * @param test whose package's folder holds it
     * @param name below that folder
     * @return the file
     */
    public static GoldenFile of(Class<?> test, String name) {
        return new GoldenFile(
                RESOURCES.resolve(test.getPackageName().replace('.', '/')).resolve(name));
    }

    /**
     * Compares, or writes.
     *
     * @param text what the file must hold
     * @throws IOException when the file cannot be read or written
     */
    public void assertHolds(String text) throws IOException {
        if (Boolean.getBoolean("rlm.write-golden")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
