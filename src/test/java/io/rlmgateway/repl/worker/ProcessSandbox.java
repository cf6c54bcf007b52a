package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.SandboxProperties;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The sandbox in worker processes, one for all tests. */
final class ProcessSandbox {

    static final SandboxProperties SANDBOX = new SandboxProperties(
            SandboxProperties.Mode.PROCESS, 2, 16, Duration.ofMinutes(2), DataSize.ofMegabytes(64));
    static final WorkerProperties WORKERS =
            new WorkerProperties(1, 4, 8, 2_000, DataSize.ofMegabytes(512), DataSize.ofGigabytes(2), null, false);

    static final Repls REPLS = new ReplayingRepls(
            new WorkerPool(SANDBOX, WORKERS, new Workers(WORKERS, launcher()::start, InstantSource.system())));

    private ProcessSandbox() {}

    static WorkerLauncher launcher() {
        return new WorkerLauncher(WorkerCommand.ofThisProcess(), arguments(), WorkerPatience.USUAL);
    }

    static List<String> arguments() {
        return List.of("8", "2", "PT2M", "16", Long.toString(64L << 20), System.getProperty("java.io.tmpdir"));
    }
}
