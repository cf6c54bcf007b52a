package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Repl;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Worker processes under load for long, while they are killed and stopped. Figures go to standard output. */
@Tag("soak")
class WorkerSoakTest {

    private static final WorkerProperties WORKERS =
            new WorkerProperties(2, 4, 4, 2_000, DataSize.ofMegabytes(512), DataSize.ofGigabytes(1), null, true);

    private final WorkerLauncher launcher =
            new WorkerLauncher(WorkerCommand.ofThisProcess(), ProcessSandbox.arguments(), WorkerPatience.USUAL);
    private final WorkerPool pool = new WorkerPool(
            ProcessSandbox.SANDBOX, WORKERS, new Workers(WORKERS, launcher::start, InstantSource.system()));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
        WorkerHandles.awaitEnd(WorkerHandles.of(launcher));
        launcher.close();
        assertThat(WorkerHandles.of(launcher)).isEmpty();
    }

    @Test
    void workerThatIsStoppedIsReplaced() throws Exception {
        try (Repl repl = new ReplayingRepls(pool)
                .open(new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)))) {
            repl.execute("x = [1]");
            for (int i = 0; i < 5; i++) {
                WorkerHandles.stopAll(launcher);
                long stopped = System.nanoTime();

                assertThat(repl.execute("print(x)").output().text()).isEqualTo("[1]\n");

                System.out.printf(
                        "went on %d ms after its worker was stopped%n", (System.nanoTime() - stopped) / 1_000_000);
            }
        }
    }

    /** {@code -Dsoak.sessions} says how many. */
    @Test
    void memoryStaysLevelOverManySessions() throws Exception {
        int wanted = Integer.getInteger("soak.sessions", 20_000);
        int report = Math.max(1, Math.min(1_000, wanted / 10));
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            users.add(threads.submit(() -> {
                for (int n = next.incrementAndGet(); n <= wanted; n = next.incrementAndGet()) {
                    shortSession();
                    if (n % report == 0) {
                        System.out.printf("%d sessions: %s%n", n, memory());
                    }
                }
                return null;
            }));
        }
        for (Future<?> user : users) {
            user.get();
        }
    }

    private void shortSession() {
        try (Repl repl = new ReplayingRepls(pool)
                .open(new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(TestFunction.of("ask(prompt)", arguments -> "an answer")),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)))) {
            assertThat(repl.execute("x = [ask(str(i)) for i in range(3)]\nprint(len(x), 'x' * 100)")
                            .output()
                            .text())
                    .startsWith("3 ");
        }
    }

    private String memory() throws IOException {
        List<String> workers = new ArrayList<>();
        for (ProcessHandle worker : WorkerHandles.of(launcher)) {
            workers.add(residentMegabytes(worker.pid()));
        }
        return "service " + residentMegabytes(ProcessHandle.current().pid()) + " MB, workers " + workers + " MB";
    }

    private static String residentMegabytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return "gone";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> Integer.toString(Integer.parseInt(line.replaceAll("\\D", "")) / 1_024))
                .findFirst()
                .orElse("gone");
    }
}
