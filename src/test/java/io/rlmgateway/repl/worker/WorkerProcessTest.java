package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.Timer;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerProcessTest {

    private static final WorkerPatience SHORT = new WorkerPatience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(1),
            Duration.ofMillis(50),
            Duration.ofMillis(1));

    @TempDir
    Path folder = Path.of("");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch running = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** A worker that answers so many pings, and then none. */
    private Path worker(Pong pong, int pongs) throws IOException {
        Path socket = folder.resolve("socket");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        threads.execute(() -> {
            try (server;
                    var gateway = new SocketConnection<FromWorker, ToWorker>(server.accept(), ToWorker.parser())) {
                int answered = 0;
                while (gateway.receive() != null) {
                    if (answered++ < pongs) {
                        gateway.send(FromWorker.newBuilder().setPong(pong).build());
                    }
                }
            } catch (IOException e) {
                // the gateway has had enough of it
            }
        });
        return socket;
    }

    private static Pong pong(String version) {
        return Pong.newBuilder().setVersion(version).build();
    }

    @Test
    void workerOfAnotherBuildIsNotUsed() throws IOException {
        Path socket = worker(pong("0.0.1"), 1);

        assertThatThrownBy(() -> new WorkerProcess(LocalProcess.empty(), socket, 1, WorkerPatience.USUAL))
                .hasMessage("it is of another build: 0.0.1");
    }

    @Test
    void workerThatNeverAnswersIsKilled() throws IOException {
        Path socket = worker(pong(""), 0);
        LocalProcess process = LocalProcess.empty();

        assertThatThrownBy(() -> new WorkerProcess(process, socket, 1, SHORT)).isInstanceOf(IOException.class);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void workerThatAnswersNoLongerIsKilled() throws Exception {
        Path socket = worker(pong(ProductVersion.VALUE), 3);
        LocalProcess process = LocalProcess.empty();
        WorkerProcess worker = new WorkerProcess(process, socket, 1, SHORT);

        worker.onExit().get();

        assertThat(worker.alive()).isFalse();
    }

    private static InterpreterSetup setup(ReplFunction... functions) {
        return new InterpreterSetup(
                new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(functions),
                        new ReplLimits(Duration.ofSeconds(60), 1_000, 10)),
                new Timer(),
                1,
                false);
    }

    private static WorkerProcess process(LocalProcess[] process, Path socket) throws IOException {
        process[0] = LocalProcess.start(socket, LocalSandbox.PYTHON);
        return new WorkerProcess(process[0], socket, 64 << 20, WorkerPatience.USUAL);
    }

    private Future<?> runForEver(WorkerProcess worker) throws Exception {
        Interpreter python = worker.open(
                setup(TestFunction.of("tell()", arguments -> {
                    running.countDown();
                    return null;
                })),
                () -> {});
        Future<?> cell = threads.submit(() -> python.execute(
                new Cell(1, "tell()\nimport time\nwhile True: time.sleep(1)", Instant.EPOCH, Duration.ofSeconds(60))));
        running.await();
        return cell;
    }

    private static InterpreterLostException loss(Future<?> cell) throws InterruptedException {
        try {
            cell.get();
            throw new AssertionError("the cell ended");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterpreterLostException lost) {
                return lost;
            }
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "137, the sandbox's process was ended by signal 9, UNKNOWN",
        "1, the sandbox's process ended with code 1, UNKNOWN",
        "3, memory limit of 64 MB reached, THIS_CELL"
    })
    void lossSaysHowTheProcessEnded(int code, String message, Cause cause) throws Exception {
        LocalProcess[] process = new LocalProcess[1];
        WorkerProcess worker = process(process, folder.resolve("socket"));
        Interpreter idle = worker.open(setup(), () -> {});
        assertThat(idle.parses("1")).isTrue();
        Future<?> cell = runForEver(worker);

        process[0].end(code);

        InterpreterLostException lost = loss(cell);
        assertThat(lost).hasMessage(message);
        assertThat(lost.lostBy()).isEqualTo(cause);
        assertThatThrownBy(() -> idle.parses("1"))
                .isInstanceOfSatisfying(
                        InterpreterLostException.class,
                        other -> assertThat(other.lostBy()).isEqualTo(Cause.ANOTHER));
    }

    @Test
    void whoeverIsKilledForIsTheCulprit() throws Exception {
        LocalProcess[] process = new LocalProcess[1];
        WorkerProcess worker = process(process, folder.resolve("socket"));
        WorkerInterpreter other = worker.open(setup(), () -> {});
        assertThat(other.parses("1")).isTrue();
        Future<?> cell = runForEver(worker);

        worker.kill(other, "the sandbox failed");
        worker.kill(null, "too late to be the reason");

        assertThat(loss(cell).lostBy()).isEqualTo(Cause.ANOTHER);
        assertThat(worker.loss(other, List.of())).hasMessage("the sandbox failed");
        CompletableFuture<Void> gone = other.gone();
        gone.get();
        assertThatThrownBy(() -> worker.open(setup(), () -> {})).isInstanceOf(IOException.class);
    }
}
