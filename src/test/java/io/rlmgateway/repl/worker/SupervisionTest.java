package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Real worker processes are killed, stopped and cannot be started. */
class SupervisionTest {

    private static final WorkerPatience SHORT = new WorkerPatience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
    private static final WorkerProperties ONE =
            new WorkerProperties(1, 2, 8, 2_000, DataSize.ofMegabytes(256), DataSize.ofGigabytes(1), null, false);

    private static final WorkerLauncher LAUNCHER =
            new WorkerLauncher(WorkerCommand.ofThisProcess(), ProcessSandbox.arguments(), SHORT);
    private static final Workers WORKERS = new Workers(ONE, LAUNCHER::start, InstantSource.system());
    private static final WorkerPool POOL = new WorkerPool(ProcessSandbox.SANDBOX, ONE, WORKERS);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch called = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @AfterAll
    static void close() {
        POOL.close();
        LAUNCHER.close();
    }

    private static void killAll() {
        WorkerHandles.killAll(LAUNCHER);
    }

    private static Repl open(ReplFunction... functions) {
        return new ReplayingRepls(POOL)
                .open(new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(functions),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)));
    }

    private TestFunction tell() {
        return TestFunction.of("tell()", arguments -> {
            calls.incrementAndGet();
            called.countDown();
            return null;
        });
    }

    private static void assertKept(Repl repl) {
        Execution execution = repl.execute("print(x)");

        assertThat(execution).isInstanceOf(Execution.Printed.class);
        assertThat(execution.output().text()).isEqualTo("[1]\n");
    }

    @Test
    void metricsTellOfSessionsAndOfLostWorkers() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new WorkerMetrics(POOL, WORKERS.tally()).bindTo(registry);
        double lost = value(registry, WorkerMetric.LOST);
        double waits = value(registry, WorkerMetric.WAIT);

        try (Repl repl = open()) {
            repl.execute("x = [1]");
            assertThat(value(registry, WorkerMetric.SESSIONS)).isEqualTo(1);
            killAll();
            assertKept(repl);
        }

        // the place is free once the worker says that the session is gone
        while (value(registry, WorkerMetric.SESSIONS) > 0) {
            Thread.onSpinWait();
        }
        assertThat(value(registry, WorkerMetric.PLACES)).isEqualTo(POOL.places());
        assertThat(value(registry, WorkerMetric.LOST)).isGreaterThan(lost);
        assertThat(value(registry, WorkerMetric.WAIT)).isEqualTo(waits + 2);
        assertThat(value(registry, WorkerMetric.STARTED)).isGreaterThanOrEqualTo(2);
        assertThat(value(registry, WorkerMetric.WORKERS)).isPositive();
    }

    /** {@return the first number of a metric: a value or a count} */
    private static double value(MeterRegistry registry, WorkerMetric metric) {
        Meter meter = registry.get(metric.getName()).meter();
        assertThat(meter.getId().getType()).isEqualTo(metric.getType());
        return meter.measure().iterator().next().getValue();
    }

    @Test
    void sessionSurvivesTheDeathOfItsWorkerWhileItIsIdle() {
        try (Repl repl = open()) {
            repl.execute("x = [1]");

            killAll();

            assertKept(repl);
        }
    }

    @Test
    void sessionsSurviveTheDeathOfTheirWorkerDuringTheirCells() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        TestFunction pause = TestFunction.of("pause()", arguments -> {
            calls.incrementAndGet();
            called.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 7L;
        });
        try (Repl repl = open(pause);
                Repl other = open()) {
            repl.execute("x = [1]");
            other.execute("x = [1]");
            Future<Execution> cell = threads.submit(() -> repl.execute("x.append(2)\nprint(pause())\nx.pop()"));
            called.await();

            killAll();
            goOn.countDown();

            assertThat(cell.get().output().text()).isEqualTo("7\n");
            assertThat(calls).hasValue(1);
            assertKept(repl);
            assertKept(other);
        }
    }

    @Test
    void cellThatLosesItsWorkerTwiceEnds() {
        try (Repl repl = open(TestFunction.of("die(n)", arguments -> {
            killAll();
            return null;
        }))) {
            repl.execute("x = [1]");

            Execution execution = repl.execute("x.append(2)\nprint('before')\ndie(1)\ndie(2)\nwhile True: pass");

            assertThat(execution).isInstanceOfSatisfying(Execution.Stopped.class, stopped -> {
                assertThat(stopped.reason()).contains("signal 9");
                assertThat(stopped.resumable()).isTrue();
            });
            assertKept(repl);
        }
    }

    @Test
    void sessionSurvivesAWorkerThatIsStopped() throws Exception {
        try (Repl repl = open(tell())) {
            repl.execute("x = [1]");
            WorkerHandles.stopAll(LAUNCHER);

            assertKept(repl);
        }
    }

    @Test
    void nothingIsLeftOfAWorkerThatDied() throws Exception {
        Path directory;
        try (WorkerLauncher launcher =
                new WorkerLauncher(WorkerCommand.ofThisProcess(), ProcessSandbox.arguments(), SHORT)) {
            directory = launcher.directory();
            Worker worker = launcher.start(64 << 20);
            worker.kill(null, "no longer needed");
            worker.onExit().get();
        }

        assertThat(directory).doesNotExist();
    }

    @Test
    void workerThatDoesNotStartIsRefusedWithItsLastWords() {
        WorkerCommand broken = WorkerCommand.of(List.of("-XX:NoSuchOption"));
        try (WorkerLauncher launcher = new WorkerLauncher(broken, List.of(), SHORT);
                WorkerPool pool = new WorkerPool(
                        ProcessSandbox.SANDBOX, ONE, new Workers(ONE, launcher::start, InstantSource.system()))) {
            assertThatThrownBy(() -> new ReplayingRepls(pool)
                            .open(new ReplSetup(
                                    "tenant",
                                    List.of(),
                                    Map.of(),
                                    List.of(),
                                    new ReplLimits(Duration.ofSeconds(60), 10_000, 100))))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure())
                                    .isInstanceOfSatisfying(
                                            Failure.SandboxUnavailable.class,
                                            failure -> assertThat(failure.message())
                                                    .contains("No sandbox can be started", "NoSuchOption")));
        }
    }

    @Test
    void workerIsRefusedWhenItsDirectoryCannotBeWritten() {
        WorkerLauncher launcher = new WorkerLauncher(WorkerCommand.ofThisProcess(), List.of(), SHORT);
        launcher.close();

        assertThatThrownBy(() -> launcher.start(64 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a sandbox worker does not start")
                .hasMessageContaining(launcher.directory().toString());
    }

    @Test
    void workerEndsWithAServiceThatIsGoneBeforeItConnected() throws Exception {
        Path own = Files.createDirectory(LAUNCHER.directory().resolve("forsaken"));
        List<String> arguments = new ArrayList<>(List.of(own.toString()));
        arguments.addAll(ProcessSandbox.arguments());
        Process process = new ProcessBuilder(WorkerCommand.ofThisProcess().line(own, 256 << 20, arguments)).start();
        assertThat(process.getInputStream().read()).isEqualTo('\n');

        process.getOutputStream().close();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
}
