package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Worker processes under load for long, while they are killed and stopped. Figures go to standard output. */
@Tag("soak")
class WorkerSoakTest {

    private static final WorkerPatience PATIENCE = new WorkerPatience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2));
    private static final WorkerProperties WORKERS =
            new WorkerProperties(2, 4, 4, 2_000, DataSize.ofMegabytes(512), DataSize.ofGigabytes(1), true);
    private static final int CELLS = 6;

    private final WorkerLauncher launcher =
            new WorkerLauncher(WorkerCommand.ofThisProcess(), ProcessSandbox.arguments(), PATIENCE);
    private final WorkerPool pool = new WorkerPool(
            ProcessSandbox.SANDBOX, WORKERS, new Workers(WORKERS, launcher::start, InstantSource.system()));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** A permit for each cell that was run. */
    private final Semaphore cells = new Semaphore(0);

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger stoppedCells = new AtomicInteger();
    private final ConcurrentMap<String, Integer> failed = new ConcurrentHashMap<>();

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        pool.close();
        for (ProcessHandle worker : processes()) {
            worker.onExit().get(60, TimeUnit.SECONDS);
        }
        launcher.close();
        assertThat(processes()).isEmpty();
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(arguments -> List.of(arguments)
                                .toString()
                                .contains(launcher.directory().toString()))
                        .orElse(false))
                .toList();
    }

    /** A session whose cells compute, call, have threads and pause; its state must be what they left. */
    private void session(String name) {
        ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();
        TestFunction ask = TestFunction.of("ask(prompt)", arguments -> {
            asked.merge(arguments.text("prompt"), 1, Integer::sum);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000_000));
            return arguments.text("prompt") + "!";
        });
        List<Integer> done = new ArrayList<>();
        try (Repl repl = new ReplayingRepls(pool)
                .open(new ReplSetup(
                        name,
                        List.of(),
                        Map.of(),
                        List.of(ask),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)))) {
            for (int i = -1; i < CELLS; i++) {
                Execution execution = repl.execute(i < 0 ? "import threading\nx = []" : """
                        y = [ask(f'%1$d {i}') for i in range(2)]
                        t = [threading.Thread(target=lambda i=i: y.append(ask(f'%1$d thread {i}'))) for i in range(2)]
                        for each in t: each.start()
                        for each in t: each.join()
                        z = sum(range(200000))
                        x.append((%1$d, len(y)))
                        """.formatted(i));
                cells.release();
                if (execution instanceof Execution.Stopped) {
                    stoppedCells.incrementAndGet();
                    if (i < 0) {
                        return;
                    }
                } else {
                    assertThat(execution).isInstanceOf(Execution.Printed.class);
                    done.add(i);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000_000));
            }
            Execution end = repl.execute("print(x)");
            if (end instanceof Execution.Stopped) {
                stoppedCells.incrementAndGet();
                return;
            }
            assertThat(end.output().text())
                    .isEqualTo(done.stream()
                            .filter(cell -> cell >= 0)
                            .map(cell -> "(" + cell + ", 4)")
                            .collect(Collectors.joining(", ", "[", "]\n")));
            assertThat(asked.values()).allMatch(times -> times == 1);
            right.incrementAndGet();
        } catch (FailureException e) {
            cells.release();
            failed.merge(e.failure().message().replaceAll("\\d+", "n"), 1, Integer::sum);
        }
    }

    /** {@code -Dsoak.kills} says how many. */
    @Test
    void sessionsAreRightOrFailClearlyWhileWorkersAreKilled() throws Exception {
        int wanted = Integer.getInteger("soak.kills", 500);
        List<Future<?>> sessions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String tenant = "tenant " + i % 2;
            sessions.add(threads.submit(() -> {
                while (kills.get() < wanted) {
                    session(tenant);
                }
                return null;
            }));
        }
        while (kills.get() < wanted) {
            cells.acquire(1 + ThreadLocalRandom.current().nextInt(10));
            List<ProcessHandle> workers = processes();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(200_000_000));
            boolean all = kills.get() % 10 == 9;
            workers.stream()
                    .skip(
                            all || workers.isEmpty()
                                    ? 0
                                    : ThreadLocalRandom.current().nextInt(workers.size()))
                    .limit(all ? Long.MAX_VALUE : 1)
                    .forEach(worker -> {
                        worker.destroyForcibly();
                        kills.incrementAndGet();
                    });
        }
        for (Future<?> session : sessions) {
            session.get(5, TimeUnit.MINUTES);
        }
        System.out.printf(
                "%d kills: %d sessions right, %d cells stopped, failed %s%n",
                kills.get(), right.get(), stoppedCells.get(), failed);
        assertThat(right).hasPositiveValue();
        assertThat(failed.keySet()).allMatch(message -> message.contains("sandbox"));
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
                for (ProcessHandle worker : processes()) {
                    new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid()))
                            .start()
                            .waitFor();
                }
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
        for (ProcessHandle worker : processes()) {
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
