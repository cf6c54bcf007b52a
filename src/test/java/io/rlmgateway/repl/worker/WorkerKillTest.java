package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.replay.ReplayingRepls;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Worker processes are killed under load, at each moment of a session's life. Figures go to standard output. */
@Tag("soak")
class WorkerKillTest {

    private static final WorkerProperties WORKERS =
            new WorkerProperties(2, 4, 4, 2_000, DataSize.ofMegabytes(512), DataSize.ofGigabytes(1), null, true);
    private static final int SESSIONS = 6;
    private static final int CELLS = 6;

    /** Longer than any session takes to get on, even if all of its three rebuilds wait for a new worker. */
    private static final Duration HUNG = Duration.ofMinutes(8);

    private final WorkerLauncher launcher =
            new WorkerLauncher(WorkerCommand.ofThisProcess(), ProcessSandbox.arguments(), WorkerPatience.USUAL);
    private final WorkerPool pool = new WorkerPool(
            ProcessSandbox.SANDBOX, WORKERS, new Workers(WORKERS, launcher::start, InstantSource.system()));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KillMoments moments = new KillMoments(pool);

    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger stoppedCells = new AtomicInteger();
    private final ConcurrentMap<String, Integer> failed = new ConcurrentHashMap<>();
    private volatile boolean over;

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
        WorkerHandles.awaitEnd(WorkerHandles.of(launcher));
        launcher.close();
        assertThat(WorkerHandles.of(launcher)).isEmpty();
        assertThat(launcher.directory()).doesNotExist();
    }

    private Repl open(String tenant, TestFunction... functions) {
        return new ReplayingRepls(moments)
                .open(new ReplSetup(
                        tenant,
                        List.of(),
                        Map.of(),
                        List.of(functions),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)));
    }

    /** A session whose cells compute, call, have threads and pause; its state must be what they left. */
    private void session(String tenant) {
        ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();
        TestFunction ask = TestFunction.of("ask(prompt)", arguments -> {
            asked.merge(arguments.text("prompt"), 1, Integer::sum);
            moments.reached(KillMoments.Moment.HOST_CALL);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000_000));
            return arguments.text("prompt") + "!";
        });
        try (Repl repl = open(tenant, ask)) {
            String end = cells(repl);
            if (end != null) {
                assertThat(repl.execute("print(x)"))
                        .satisfiesAnyOf(
                                last -> assertThat(last.output().text()).isEqualTo(end),
                                last -> assertThat(last).isInstanceOf(Execution.Stopped.class));
                assertThat(asked.values()).allMatch(times -> times == 1);
                right.incrementAndGet();
            }
        } catch (FailureException e) {
            failed.merge(e.failure().message().replaceAll("\\d+", "n"), 1, Integer::sum);
        }
    }

    /** {@return what the variable must be at the end; null when the first cell was stopped} */
    private @Nullable String cells(Repl repl) {
        List<Integer> done = new ArrayList<>();
        for (int i = 0; i <= CELLS; i++) {
            Execution execution = repl.execute(i == 0 ? "import threading\nx = []" : """
                    y = [ask(f'%1$d {i}') for i in range(2)]
                    t = [threading.Thread(target=lambda i=i: y.append(ask(f'%1$d thread {i}'))) for i in range(2)]
                    for each in t: each.start()
                    for each in t: each.join()
                    z = sum(range(200000))
                    x.append((%1$d, len(y)))
                    """.formatted(i));
            if (execution instanceof Execution.Stopped) {
                stoppedCells.incrementAndGet();
                if (i == 0) {
                    return null;
                }
            } else {
                assertThat(execution).isInstanceOf(Execution.Printed.class);
                done.add(i);
            }
            moments.reached(KillMoments.Moment.IDLE);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000_000));
        }
        return done.stream()
                .filter(cell -> cell > 0)
                .map(cell -> "(" + cell + ", 4)")
                .collect(Collectors.joining(", ", "[", "]\n"));
    }

    private void kill(KillMoments.Moment moment) {
        List<ProcessHandle> workers = WorkerHandles.of(launcher);
        if (moment == KillMoments.Moment.ALL) {
            workers.forEach(ProcessHandle::destroyForcibly);
        } else if (!workers.isEmpty()) {
            workers.get(ThreadLocalRandom.current().nextInt(workers.size())).destroyForcibly();
        }
        moments.killed(moment, workers.isEmpty() ? 0 : moment == KillMoments.Moment.ALL ? workers.size() : 1);
    }

    /** All places are free again: so many sessions at once as there may be. */
    private void assertAllPlacesAreFree() throws Exception {
        List<Future<String>> all = new ArrayList<>();
        List<Repl> open = new ArrayList<>();
        for (int i = 0; i < ProcessSandbox.SANDBOX.sessions(); i++) {
            Repl repl = open("tenant");
            open.add(repl);
            all.add(threads.submit(() -> repl.execute("print(1)").output().text()));
        }
        for (Future<String> printed : all) {
            assertThat(printed.get(HUNG.toMinutes(), TimeUnit.MINUTES)).isEqualTo("1\n");
        }
        open.forEach(Repl::close);
    }

    /** {@code -Dsoak.kills} says how many. */
    @Test
    void sessionsAreRightOrFailClearlyWhileWorkersAreKilled() throws Exception {
        int wanted = Integer.getInteger("soak.kills", 500);
        List<Future<?>> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            String tenant = "tenant " + i % 2;
            sessions.add(threads.submit(() -> {
                while (!over) {
                    session(tenant);
                }
                return null;
            }));
        }
        try {
            while (moments.kills() < wanted) {
                kill(moments.next(HUNG));
            }
        } finally {
            over = true;
        }
        for (Future<?> session : sessions) {
            session.get(HUNG.toMinutes(), TimeUnit.MINUTES);
        }
        assertAllPlacesAreFree();
        System.out.printf(
                "kills %s: %d sessions right, %d cells stopped, failed %s%n",
                moments, right.get(), stoppedCells.get(), failed);
        assertThat(right).hasPositiveValue();
        assertThat(failed.keySet()).allMatch(message -> message.contains("sandbox"));
    }
}
