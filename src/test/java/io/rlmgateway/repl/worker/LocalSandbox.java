package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.graalpy.GraalPyInterpreters;
import io.rlmgateway.repl.graalpy.GraalPySettings;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Workers on threads of this JVM, behind real sockets; one pool for all tests. */
final class LocalSandbox {

    static final Interpreters PYTHON = new GraalPyInterpreters(
            new GraalPySettings(16, 2, Duration.ofMinutes(2), 16, 64 << 20, Path.of("target", "sandbox-tests")));

    static final WorkerPool POOL = new WorkerPool(
            ProcessSandbox.SANDBOX,
            ProcessSandbox.WORKERS,
            new Workers(ProcessSandbox.WORKERS, LocalSandbox::start, InstantSource.system()));

    static final Repls REPLS = new ReplayingRepls(POOL);

    private LocalSandbox() {}

    static WorkerProcess start(long heap) throws IOException {
        Path socket = Files.createTempDirectory("rlm-local-").resolve("socket");
        return new WorkerProcess(LocalProcess.start(socket, PYTHON), socket, heap, WorkerPatience.USUAL);
    }
}
