package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.nio.file.Path;
import java.time.Duration;

/** The sandbox in this JVM, one for all tests. */
public final class EmbeddedSandbox {

    /** Sessions in it. */
    public static final Repls REPLS = new ReplayingRepls(new GraalPyInterpreters(
            new GraalPySettings(16, 2, Duration.ofMinutes(2), 16, 64 << 20, Path.of("target", "sandbox-tests"))));

    private EmbeddedSandbox() {}
}
