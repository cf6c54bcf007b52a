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
import org.springframework.util.unit.DataSize;

/** Workers on threads of this JVM, behind real sockets; one pool for all tests. */
final class LocalSandbox {

    static final Interpreters PYTHON = new GraalPyInterpreters(
            new GraalPySettings(16, 2, Duration.ofMinutes(2), 16, 64 << 20, Path.of("target", "sandbox-tests")));

    /** Their heap is that of this JVM. */
    static final long HEAP = DataSize.ofGigabytes(64).toBytes();

    static final WorkerProperties WORKERS =
            new WorkerProperties(1, 4, 8, 2_000, DataSize.ofBytes(HEAP), DataSize.ofBytes(HEAP), null, false);

    static final WorkerPool POOL = new WorkerPool(
            ProcessSandbox.SANDBOX, WORKERS, new Workers(WORKERS, LocalSandbox::start, InstantSource.system()));

    static final Repls REPLS = new ReplayingRepls(POOL);

    private LocalSandbox() {}

    static WorkerProcess start(long heap) throws IOException {
        Path socket = Files.createTempDirectory("rlm-local-").resolve("socket");
        return new WorkerProcess(LocalProcess.start(socket, PYTHON), socket, heap, WorkerPatience.USUAL);
    }
}
