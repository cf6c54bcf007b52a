package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureChannelCredentials;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.replay.ReplayingRepls;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions whose remote worker vanishes. Python runs on threads of this JVM. */
class RemoteRecoveryTest {

    private final List<LocalRemoteWorker> workers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RemoteWorkers remote;
    private final WorkerPool pool;

    RemoteRecoveryTest() throws IOException {
        for (int i = 0; i < 3; i++) {
            workers.add(LocalRemoteWorker.start());
        }
        RemoteSite.Access access = new RemoteSite.Access(InsecureChannelCredentials.create(), "", new TextHashes());
        remote = new RemoteWorkers(
                workers.stream()
                        .map(worker ->
                                new HostAndPort("localhost", worker.address().getPort()))
                        .toList(),
                host -> List.of(InetAddress.getByName(host)),
                (name, address) -> new RemoteSite(
                        name,
                        address,
                        access,
                        new WorkerArguments(8, 1, Duration.ofMinutes(2), 16, 1 << 20),
                        WorkerPatience.USUAL),
                InstantSource.system());
        pool = new WorkerPool(
                ProcessSandbox.SANDBOX,
                LocalSandbox.WORKERS,
                new Workers(LocalSandbox.WORKERS, remote, InstantSource.system()));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        pool.close();
        remote.close();
        workers.forEach(LocalRemoteWorker::close);
    }

    private Repl open(TestFunction... functions) {
        return new ReplayingRepls(pool)
                .open(new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(functions),
                        new ReplLimits(Duration.ofSeconds(60), 10_000, 100)));
    }

    /** All that have a session lose their machine; the others stay. */
    private void loseTheWorkerOfTheSession() {
        workers.stream().filter(worker -> worker.sessions() > 0).forEach(LocalRemoteWorker::close);
    }

    @Test
    void idleSessionGoesOnElsewhere() {
        try (Repl repl = open()) {
            repl.execute("x = [1]");

            loseTheWorkerOfTheSession();

            assertThat(repl.execute("print(x)").output().text()).isEqualTo("[1]\n");
        }
    }

    @Test
    void cellGoesOnElsewhere() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Repl repl = open(TestFunction.of("pause()", arguments -> {
            called.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 7L;
        }))) {
            repl.execute("x = [1]");
            Future<Execution> cell = threads.submit(() -> repl.execute("x.append(pause())\nprint(x)"));
            called.await();

            loseTheWorkerOfTheSession();
            goOn.countDown();

            assertThat(cell.get().output().text()).isEqualTo("[1, 7]\n");
        }
    }
}
