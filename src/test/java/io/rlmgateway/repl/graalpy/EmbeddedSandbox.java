package io.rlmgateway.repl.graalpy;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.SandboxProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The sandbox in this JVM, one for all tests. */
final class EmbeddedSandbox {

    static final Repls REPLS = new GraalPyRepls(properties(), new DataDirectory(Path.of("target", "sandbox-tests")));

    private EmbeddedSandbox() {}

    static SandboxProperties properties() {
        return new SandboxProperties(
                SandboxProperties.Mode.EMBEDDED,
                2,
                16,
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                2_000_000,
                16,
                DataSize.ofMegabytes(64));
    }
}
