package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Workers that write nonsense, are of another build or have no room for their files are replaced. */
class UselessWorkerTest {

    private static final WorkerProperties ONE = new WorkerProperties(
            1, 1, 8, 2_000, DataSize.ofBytes(LocalSandbox.HEAP), DataSize.ofBytes(LocalSandbox.HEAP), null, false);
    private static final ReplSetup SETUP = new ReplSetup(
            "tenant", List.of(), Map.of(), List.of(), new ReplLimits(Duration.ofSeconds(60), 10_000, 100));

    @TempDir
    Path folder = Path.of("");

    private final AtomicInteger started = new AtomicInteger();

    private static WorkerLauncher lying(String version, int pings) {
        return new WorkerLauncher(
                WorkerCommand.of(
                        List.of("-cp", System.getProperty("java.class.path"), LyingWorkerMain.class.getName())),
                List.of(version, Integer.toString(pings)),
                WorkerPatience.USUAL);
    }

    /** The first is useless, those after it are not. */
    private WorkerPool pool(WorkerStarter first) {
        WorkerStarter starter = heap -> started.incrementAndGet() == 1
                ? first.start(DataSize.ofMegabytes(64).toBytes())
                : LocalSandbox.start(heap);
        return new WorkerPool(ProcessSandbox.SANDBOX, ONE, new Workers(ONE, starter, InstantSource.system()));
    }

    private void assertReplaced(WorkerPool pool) {
        try (Repl repl = new ReplayingRepls(pool).open(SETUP)) {
            assertThat(repl.execute("print(1 + 1)").output().text()).isEqualTo("2\n");
        }
        assertThat(started).hasValueGreaterThan(1);
    }

    @Test
    void workerThatWritesNonsenseToASessionIsReplaced() {
        try (WorkerLauncher launcher = lying(ProductVersion.VALUE, Integer.MAX_VALUE);
                WorkerPool pool = pool(launcher::start)) {
            assertReplaced(pool);
        }
    }

    @Test
    void workerThatAnswersAPingWithNonsenseIsReplaced() {
        try (WorkerLauncher launcher = lying(ProductVersion.VALUE, 1);
                WorkerPool pool = pool(launcher::start)) {
            assertReplaced(pool);
        }
    }

    @Test
    void workerOfAnotherBuildIsReplaced() throws Exception {
        try (WorkerLauncher launcher = lying("0.0.1", Integer.MAX_VALUE);
                WorkerPool pool = pool(launcher::start)) {
            assertReplaced(pool);

            assertThatThrownBy(() -> launcher.start(64 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a sandbox worker does not start: it is of another build: 0.0.1");
        }
    }

    /** Python's files are unpacked to the worker's directory when its first interpreter starts. */
    @Test
    void workerWithoutRoomForItsFilesRefusesItsSessionAndIsReplaced() {
        Interpreters full = new Interpreters() {
            @Override
            public Interpreter start(InterpreterSetup setup) {
                throw new FailureException(new Failure.SandboxUnavailable(
                        "No sandbox can be started: No space left on device", Duration.ofSeconds(5)));
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public void close() {
                // nothing runs
            }
        };
        Path socket = folder.resolve("socket");
        try (WorkerPool pool = pool(heap -> new WorkerProcess(
                        LocalProcess.start(socket, full), socket, LocalSandbox.HEAP, WorkerPatience.USUAL));
                Repl refused = new ReplayingRepls(pool).open(SETUP)) {
            assertThatThrownBy(() -> refused.execute("1"))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure().message())
                                    .isEqualTo("No sandbox can be started: No space left on device"));

            assertReplaced(pool);
        }
    }
}
