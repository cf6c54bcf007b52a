package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureChannelCredentials;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.Timer;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Ping;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a remote worker does for gateways, and for which not. Python runs on threads of this JVM. */
class RemoteWorkerTest {

    private static final long HEAP = 64 << 20;
    private static final WorkerArguments ARGUMENTS = new WorkerArguments(8, 2, Duration.ofMinutes(2), 16, 1 << 20);

    @TempDir
    Path folder = Path.of("");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RemoteSite> sites = new ArrayList<>();
    private final LocalRemoteWorker remote;

    RemoteWorkerTest() throws IOException {
        remote = LocalRemoteWorker.start("RLM_WORKER_TOKEN", "open sesame");
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        sites.forEach(RemoteSite::close);
        remote.close();
    }

    private RemoteSite site(String token) {
        RemoteSite site = new RemoteSite(
                new HostAndPort("localhost", remote.address().getPort()),
                remote.address(),
                new RemoteSite.Access(InsecureChannelCredentials.create(), token, new TextHashes()),
                ARGUMENTS,
                WorkerPatience.USUAL);
        sites.add(site);
        return site;
    }

    private Worker worker() throws IOException {
        return site("open sesame").start(HEAP);
    }

    private ReplDocument document(String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "text", ""), text);
        return new ReplDocument("id", "name", "text/plain", file);
    }

    private static WorkerInterpreter open(Worker worker, String tenant, ReplDocument... documents) throws IOException {
        return worker.open(
                new InterpreterSetup(
                        new ReplSetup(
                                tenant,
                                List.of(documents),
                                Map.of(),
                                List.of(),
                                new ReplLimits(Duration.ofSeconds(60), 10_000, 10)),
                        new Timer(),
                        1,
                        false),
                () -> {});
    }

    private static String printed(WorkerInterpreter python, String code) {
        return python.execute(new Cell(1, code, Instant.EPOCH, Duration.ofSeconds(60)))
                .output()
                .text();
    }

    private static List<String> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void textIsReceivedOnceForAllSessionsOfATenant() throws Exception {
        Worker worker = worker();
        ReplDocument text = document("à la carte");
        WorkerInterpreter first = open(worker, "a", text);
        assertThat(printed(first, "print(context)")).isEqualTo("à la carte\n");

        WorkerInterpreter second = open(worker, "a", text, document("other"), text);
        assertThat(printed(second, "print(len(documents))")).isEqualTo("3\n");

        assertThat(files(remote.texts.getFirst())).containsExactly("1", "2");
        second.close();
        second.gone().get();
        assertThat(printed(first, "print(context)")).isEqualTo("à la carte\n");
        assertThat(files(remote.texts.getFirst())).contains("1");
    }

    @Test
    void textOfATenantIsSentAgainForAnother() throws Exception {
        Worker worker = worker();
        ReplDocument text = document("the same");

        assertThat(printed(open(worker, "a", text), "print(context)")).isEqualTo("the same\n");
        assertThat(printed(open(worker, "b", text), "print(context)")).isEqualTo("the same\n");

        assertThat(files(remote.texts.getFirst())).containsExactly("1", "2");
    }

    @Test
    void textLongerThanAMessageArrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(1 << 16) + "end";

        assertThat(printed(open(worker(), "a", document(text)), "print(len(context), context[-3:])"))
                .isEqualTo(text.length() + " end\n");
    }

    @Test
    void emptyTextIsAText() throws Exception {
        assertThat(printed(open(worker(), "a", document("")), "print(len(context))"))
                .isEqualTo("0\n");
    }

    @Test
    void gatewayWithAnotherTokenIsRefused() {
        assertThatThrownBy(() -> site("open barley").start(HEAP)).hasMessageContaining("it wants another token");
        assertThatThrownBy(() -> site("").start(HEAP)).hasMessageContaining("it wants another token");
        assertThat(remote.processes).isEmpty();
    }

    @Test
    void secondGatewayIsRefusedUntilTheFirstIsGone() throws Exception {
        Worker first = worker();
        assertThatThrownBy(this::worker).hasMessageContaining("it serves another gateway");

        first.stop();
        Worker second = nextWorker();

        assertThat(printed(open(second, "b"), "print(1)")).isEqualTo("1\n");
        assertThat(remote.processes).hasSize(2);
        assertThat(remote.processes.getFirst().isAlive()).isFalse();
        assertThat(remote.texts.getFirst()).doesNotExist();
    }

    /** The end of one connection and the beginning of another may overtake each other. */
    private Worker nextWorker() throws IOException {
        while (true) {
            try {
                return worker();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("it serves another gateway");
            }
        }
    }

    @Test
    void sameGatewayGetsANewProcessAtOnce() throws Exception {
        RemoteSite site = site("open sesame");
        for (int i = 1; i <= 5; i++) {
            Worker worker = site.start(HEAP);
            assertThat(remote.processes).hasSize(i);
            worker.stop();
        }
        assertThat(remote.processes.subList(0, 4)).noneMatch(Process::isAlive);
    }

    @Test
    void largerHeapThanTheWorkerGivesIsRefused() {
        assertThatThrownBy(() -> site("open sesame").start(2 * LocalSandbox.HEAP))
                .hasMessageContaining("a heap of 131072 MB is wanted, and it gives 65536 MB at most");
    }

    @Test
    void lossSaysHowTheProcessEnded() throws Exception {
        Worker worker = worker();
        CountDownLatch running = new CountDownLatch(1);
        WorkerInterpreter python = worker.open(
                new InterpreterSetup(
                        new ReplSetup(
                                "a",
                                List.of(),
                                Map.of(),
                                List.of(TestFunction.of("tell()", arguments -> {
                                    running.countDown();
                                    return null;
                                })),
                                new ReplLimits(Duration.ofSeconds(60), 10_000, 10)),
                        new Timer(),
                        1,
                        false),
                () -> {});
        Future<String> cell = threads.submit(() -> printed(python, "tell()\nimport time\nwhile True: time.sleep(1)"));
        running.await();

        remote.processes.getFirst().end(3);

        assertThatThrownBy(cell::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(InterpreterLostException.class, lost -> {
                    assertThat(lost).hasMessage("memory limit of 64 MB reached");
                    assertThat(lost.lostBy()).isEqualTo(Cause.THIS_CELL);
                });
        worker.onExit().get();
        assertThat(worker.alive()).isFalse();
    }

    @Test
    void workerThatVanishesIsNoticed() throws Exception {
        Worker worker = worker();
        WorkerInterpreter python = open(worker, "a");

        remote.close();

        worker.onExit().get();
        python.gone().get();
        assertThat(worker.alive()).isFalse();
        assertThatThrownBy(() -> open(worker, "a")).isInstanceOf(IOException.class);
    }

    private GrpcConnection<ToWorker, FromWorker> call(String lease) throws IOException {
        RemoteChannel channel = site("open sesame").channel();
        return lease.isEmpty() ? channel.hold() : channel.session(lease);
    }

    private static ToWorker start(String version) {
        return ToWorker.newBuilder()
                .setStart(ARGUMENTS.start(HEAP).toBuilder().setVersion(version))
                .build();
    }

    private static ToWorker ping() {
        return ToWorker.newBuilder().setPing(Ping.getDefaultInstance()).build();
    }

    @Test
    void gatewayOfAnotherBuildIsRefused() throws Exception {
        var connection = call("");

        connection.send(start("0.0.1"));

        assertThatThrownBy(connection::receive).hasMessage("it is of another build: " + ProductVersion.VALUE);
    }

    @Test
    void whatIsNoStartIsRefused() throws Exception {
        var connection = call("");

        connection.send(ping());

        assertThatThrownBy(connection::receive).hasMessage("it must be told to start first");
    }

    @Test
    void sessionOfAGatewayThatHasNotTheWorkerIsRefused() throws Exception {
        open(worker(), "a");
        var connection = call("guessed");

        assertThatThrownBy(connection::receive).hasMessage("this gateway has not got the worker, or no longer");
    }

    @Test
    void sessionThatDoesNotOpenFirstEndsAlone() throws Exception {
        var own = call("");
        own.send(start(ProductVersion.VALUE));
        String lease = Objects.requireNonNull(own.receive()).getStarted().getLease();
        var session =
                new RemoteChannel(sites.getLast().channel().channel(), "open sesame", new TextHashes()).session(lease);

        session.send(ping());

        assertThatThrownBy(session::receive).hasMessage("a session opens first");
        own.send(ping());
        assertThat(own.receive()).isNotNull();
    }
}
