package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.Timer;
import io.rlmgateway.repl.worker.wire.Described;
import io.rlmgateway.repl.worker.wire.Ended;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.Missing;
import io.rlmgateway.repl.worker.wire.Opened;
import io.rlmgateway.repl.worker.wire.Output;
import io.rlmgateway.repl.worker.wire.Parsed;
import io.rlmgateway.repl.worker.wire.Piece;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.Printed;
import io.rlmgateway.repl.worker.wire.Refused;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerInterpreterTest {

    private static final Cell CELL = new Cell(1, "1", Instant.EPOCH, Duration.ofSeconds(60));

    private final FakeWorker worker = new FakeWorker(1);
    private final ScriptedConnection connection = new ScriptedConnection();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() {
        never.countDown();
        connection.close();
        threads.shutdownNow();
    }

    private WorkerInterpreter open() throws IOException {
        return open(Duration.ofMinutes(1));
    }

    private WorkerInterpreter open(Duration openWithin) throws IOException {
        TestFunction hang = TestFunction.of("hang()", arguments -> {
            called.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        ReplSetup session = new ReplSetup(
                "tenant", List.of(), Map.of(), List.of(hang), new ReplLimits(Duration.ofSeconds(60), 10, 10));
        return new WorkerInterpreter(
                worker, connection, new InterpreterSetup(session, new Timer(), 1, false), openWithin, () -> {});
    }

    private static FromWorker.Builder opened() {
        return FromWorker.newBuilder().setOpened(Opened.getDefaultInstance());
    }

    private static FromWorker.Builder ended() {
        return FromWorker.newBuilder().setEnded(Ended.newBuilder().setPrinted(Printed.getDefaultInstance()));
    }

    private static FromWorker.Builder call(int number, int function) {
        return FromWorker.newBuilder()
                .setHostCall(HostCall.newBuilder().setNumber(number).setFunction(function));
    }

    private static FromWorker.Builder output(int pieces, String text) {
        Output.Builder output = Output.newBuilder();
        for (int i = 0; i < pieces; i++) {
            output.addPieces(Piece.newBuilder().setText(text));
        }
        return FromWorker.newBuilder().setOutput(output);
    }

    private Future<Execution> execute(WorkerInterpreter python) throws InterruptedException {
        Future<Execution> cell = threads.submit(() -> python.execute(CELL));
        while (!connection.sent.take().hasExecute()) {
            // what came before
        }
        return cell;
    }

    private static Named<Consumer<ScriptedConnection>> lie(String name, Consumer<ScriptedConnection> says) {
        return Named.of(name, says);
    }

    static Stream<Named<Consumer<ScriptedConnection>>> lies() {
        return Stream.of(
                lie("unknown message", to -> to.say(FromWorker.newBuilder())),
                lie("answer to a ping", to -> to.say(FromWorker.newBuilder().setPong(Pong.getDefaultInstance()))),
                lie("missing text", to -> to.say(FromWorker.newBuilder().setMissing(Missing.getDefaultInstance()))),
                lie("opened twice", to -> to.say(opened())),
                lie("refused later", to -> to.say(FromWorker.newBuilder().setRefused(Refused.getDefaultInstance()))),
                lie("another answer", to -> to.say(FromWorker.newBuilder().setParsed(Parsed.getDefaultInstance()))),
                lie("end of no kind", to -> to.say(FromWorker.newBuilder().setEnded(Ended.getDefaultInstance()))),
                lie("function that is none", to -> to.say(call(1, 2))),
                lie("function below zero", to -> to.say(call(1, -1))),
                lie("the same number again", to -> {
                    to.say(call(1, 0));
                    to.say(call(1, 0));
                }),
                lie("too many calls at once", to -> {
                    for (int i = 0; i <= 20_000; i++) {
                        to.say(call(i, 0));
                    }
                }),
                lie("too much output", to -> to.say(output(3, "1234567"))),
                lie("too many pieces", to -> to.say(output(200_001, ""))));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void workerThatLiesIsKilledAndItsSessionLost(Consumer<ScriptedConnection> lie) throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        Future<Execution> cell = execute(python);

        lie.accept(connection);

        assertThatThrownBy(cell::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfAny(InterpreterLostException.class, IllegalArgumentException.class);
        python.gone().get();
        assertThat(worker.killedFor).isEqualTo("the sandbox failed");
    }

    @Test
    void workerThatAnswersWhatNobodyAskedIsKilled() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        connection.say(ended());

        python.gone().get();

        assertThat(worker.killedFor).isEqualTo("the sandbox failed");
        assertThatThrownBy(() -> python.execute(CELL)).isInstanceOf(InterpreterLostException.class);
    }

    @Test
    void sessionThatTheWorkerRefusesIsRefused() throws Exception {
        WorkerInterpreter python = open();
        connection.say(FromWorker.newBuilder()
                .setRefused(Refused.newBuilder().setReason("All 8 sandboxes are in use; try again later.")));
        connection.close();

        assertUnavailable(python, "All 8 sandboxes are in use");
        assertThat(worker.alive()).isTrue();
    }

    private static void assertUnavailable(WorkerInterpreter python, String message) {
        assertThatThrownBy(() -> python.execute(CELL))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOfSatisfying(
                                        Failure.SandboxUnavailable.class,
                                        failure -> assertThat(failure.message()).contains(message)));
    }

    @Test
    void sessionThatIsNotOpenedInTimeIsRefusedAndItsWorkerKilled() throws Exception {
        WorkerInterpreter python = open(Duration.ofMillis(1));
        while (worker.alive()) {
            Thread.onSpinWait();
        }
        connection.close();

        assertUnavailable(python, "not ready in time");
        assertThat(worker.killedFor).isEqualTo("a sandbox was not ready in time");
    }

    @Test
    void workerThatReadsNothingIsKilledWhenItsCellIsCancelled() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        connection.sent.take();
        connection.readNothing();
        Future<Execution> cell = execute(python);

        python.cancel("cancelled");
        worker.onExit().get();
        connection.close();

        assertThat(worker.killedFor).isEqualTo("cancelled");
        assertLost(cell, Cause.THIS_CELL, "cancelled");
    }

    private static void assertLost(Future<Execution> cell, Cause cause, String reason) {
        assertThatThrownBy(cell::get).cause().isInstanceOfSatisfying(InterpreterLostException.class, lost -> {
            assertThat(lost.lostBy()).isEqualTo(cause);
            assertThat(lost).hasMessage(reason);
        });
    }

    @Test
    void workerThatDoesNotEndItsCellInTimeIsKilled() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        connection.say(output(1, "before"));
        Future<Execution> cell =
                threads.submit(() -> python.execute(new Cell(1, "1", Instant.EPOCH, Duration.ofMillis(5))));

        worker.onExit().get();
        connection.close();

        assertLost(cell, Cause.THIS_CELL, "time limit of 0.005 s reached (waiting for host calls does not count)");
    }

    @Test
    void cancelBeforeTheNextCellStopsIt() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        connection.awaitUnderstood();
        python.cancel("cancelled");
        Future<Execution> cell = threads.submit(() -> python.execute(CELL));
        Set<ToWorker.MessageCase> sent = EnumSet.noneOf(ToWorker.MessageCase.class);
        // in any order: a worker keeps in mind that it was told to stop
        while (!sent.containsAll(List.of(ToWorker.MessageCase.EXECUTE, ToWorker.MessageCase.CANCEL))) {
            sent.add(connection.sent.take().getMessageCase());
        }
        connection.say(ended());

        assertThat(cell.get())
                .isInstanceOfSatisfying(
                        Execution.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo("cancelled"));
    }

    @Test
    void cancelBeforeASessionIsOpenEndsIt() throws Exception {
        WorkerInterpreter python = open();
        Future<Execution> cell = threads.submit(() -> python.execute(CELL));

        python.cancel("cancelled");

        assertLost(cell, Cause.THIS_CELL, "cancelled");
    }

    @Test
    void workerThatOpensACancelledSessionDidNotLie() throws Exception {
        WorkerInterpreter python = open();
        connection.sayLast(opened());
        Future<Execution> cell = threads.submit(() -> python.execute(CELL));

        python.cancel("cancelled");

        assertLost(cell, Cause.THIS_CELL, "cancelled");
        python.gone().get();
        assertThat(worker.alive()).isTrue();
    }

    @Test
    void interruptedCallerStopsItsCell() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        Throwable[] thrown = new Throwable[1];
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                python.execute(CELL);
            } catch (InterpreterLostException e) {
                thrown[0] = e;
            }
        });
        while (!connection.sent.take().hasExecute()) {
            // what came before
        }

        caller.interrupt();
        worker.onExit().get();
        connection.close();
        caller.join();

        assertThat(thrown[0]).hasMessage("cancelled");
    }

    @Test
    void callsWithoutACellAreRefused() throws Exception {
        open();
        connection.say(opened());
        connection.say(call(7, 0));
        connection.sent.take();

        ToWorker answer = connection.sent.take();

        assertThat(answer.getHostResult().getNumber()).isEqualTo(7);
        assertThat(answer.getHostResult().getRaise().getMessage()).isEqualTo("no cell is running any more");
        assertThat(called.getCount()).isEqualTo(1);
    }

    @Test
    void questionsBesideCellsAreAnswered() throws Exception {
        WorkerInterpreter python = open();
        connection.say(opened());
        Future<Boolean> parses = threads.submit(() -> python.parses("1"));
        while (!connection.sent.take().hasParse()) {
            // what came before
        }
        connection.say(FromWorker.newBuilder().setParsed(Parsed.newBuilder().setParses(true)));
        assertThat(parses.get()).isTrue();
        Future<String> variables = threads.submit(python::variables);
        while (!connection.sent.take().hasDescribe()) {
            // what came before
        }
        connection.say(
                FromWorker.newBuilder().setDescribed(Described.newBuilder().setVariables("x: int = 1")));

        assertThat(variables.get()).isEqualTo("x: int = 1");
        assertThat(python.printed()).isEmpty();
    }
}
