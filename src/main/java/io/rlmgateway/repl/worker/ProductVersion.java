package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is: gateway and workers must be of the same. */
final class ProductVersion {

    /** Version and time of the build. */
    static final String VALUE = read();

    private ProductVersion() {}

    private static String read() {
        Properties build = new Properties();
        try (InputStream file = ProductVersion.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("build.version", "unknown") + " of " + build.getProperty("build.time", "unknown");
    }
}
