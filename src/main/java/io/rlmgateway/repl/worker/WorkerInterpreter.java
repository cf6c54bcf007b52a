package io.rlmgateway.repl.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.worker.wire.Describe;
import io.rlmgateway.repl.worker.wire.Ended;
import io.rlmgateway.repl.worker.wire.Execute;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Parse;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session in a worker process, as the gateway sees it. The worker keeps the cell's time itself; if it does not end the
 * cell soon after, or not soon after it was told to, its process is killed. Nothing that it says is believed unchecked.
 */
final class WorkerInterpreter implements Interpreter {

    private static final Logger log = LoggerFactory.getLogger(WorkerInterpreter.class);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration ASIDE_TIME = Duration.ofSeconds(10);
    private static final String CANCELLED = "cancelled";

    private final Worker worker;
    private final Connection<ToWorker, FromWorker> connection;
    private final Runnable whenGone;
    private final CheckedOutput output;
    private final HostCallServer hostCalls;
    private final CellWatch watch;
    private final SessionOpening opening = new SessionOpening();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile @Nullable String cancelled;
    private volatile @Nullable Request request;

    /** What the worker is asked for, until it answers. */
    private record Request(FromWorker.MessageCase expected, CellClock clock, CompletableFuture<FromWorker> answer) {}

    /**
     * Opens a session.
     *
     * @param openWithin how long the worker may take for it
     * @param whenGone run once the session is gone
     * @throws IOException when the worker is gone
     */
    WorkerInterpreter(
            Worker worker,
            Connection<ToWorker, FromWorker> connection,
            InterpreterSetup setup,
            Duration openWithin,
            Runnable whenGone)
            throws IOException {
        this.worker = worker;
        this.connection = connection;
        this.whenGone = whenGone;
        output = new CheckedOutput(setup.session().limits().outputCharacters());
        hostCalls = new HostCallServer(setup.functions(), connection);
        watch = new CellWatch(connection, reason -> worker.kill(this, reason));
        connection.send(ToWorker.newBuilder().setOpen(WireSetup.toWire(setup)).build());
        Thread.ofVirtual().name("sandbox-session").start(this::receive);
        opening.within(openWithin, () -> worker.kill(this, "a sandbox was not ready in time"));
    }

    /** {@return the process that the session is in} */
    Worker worker() {
        return worker;
    }

    private void receive() {
        try (connection) {
            for (FromWorker message = connection.receive(); message != null; message = connection.receive()) {
                receive(message);
            }
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            log.warn("A sandbox worker sent what it must not: {}", e.getMessage());
            worker.kill(this, "the sandbox failed");
        } catch (IOException e) {
            log.debug("A session's connection to its sandbox ended", e);
        } finally {
            whenGone.run();
            gone.complete(null);
            opening.giveUp("gone");
            Request open = request;
            if (open != null) {
                open.answer().completeExceptionally(new IOException("gone"));
            }
        }
    }

    private void receive(FromWorker message) {
        switch (message.getMessageCase()) {
            case OUTPUT -> output.add(WireExecutions.pieces(message.getOutput()));
            case HOST_CALL -> hostCalls.serve(message.getHostCall());
            case OPENED -> opening.opened();
            case REFUSED -> refused(message.getRefused().getReason());
            case ENDED, PARSED, DESCRIBED -> answered(message);
            case PONG, MISSING, STARTED, MESSAGE_NOT_SET ->
                throw new IllegalArgumentException("not now: " + message.getMessageCase());
        }
    }

    /** The gateway asks for no more than a worker has room for, so that one that refuses a session has failed. */
    private void refused(String reason) {
        opening.refused(reason);
        if (cancelled == null) {
            log.warn("A sandbox worker is replaced, because it opened no session: {}", reason);
            worker.refused();
        }
    }

    private void answered(FromWorker message) {
        Request open = request;
        if (open == null || open.expected() != message.getMessageCase()) {
            throw new IllegalArgumentException("not asked for: " + message.getMessageCase());
        }
        if (message.hasEnded() && message.getEnded().getEndCase() == Ended.EndCase.END_NOT_SET) {
            throw new IllegalArgumentException("a cell that ended in no way");
        }
        open.clock().ended();
        open.answer().complete(message);
    }

    @Override
    public Execution execute(Cell cell) {
        Execute execute = Execute.newBuilder()
                .setNumber(cell.number())
                .setCode(cell.code())
                .setStartedUnixNanos(nanos(cell.started()))
                .setTimeNanos(cell.time().toNanos())
                .build();
        CellClock clock = new CellClock(cell.time(), GRACE);
        return ask(
                ToWorker.newBuilder().setExecute(execute).build(),
                FromWorker.MessageCase.ENDED,
                clock,
                answer -> execution(answer, clock));
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    private Execution execution(FromWorker answer, CellClock clock) {
        Execution execution = WireExecutions.execution(answer.getEnded(), output.take());
        String reason = clock.reason();
        return reason == null ? execution : new Execution.Stopped(execution.output(), reason, false);
    }

    @Override
    public List<Piece> printed() {
        return output.take();
    }

    @Override
    public boolean parses(String code) {
        return ask(
                ToWorker.newBuilder().setParse(Parse.newBuilder().setCode(code)).build(),
                FromWorker.MessageCase.PARSED,
                new CellClock(ASIDE_TIME, GRACE),
                answer -> answer.getParsed().getParses());
    }

    @Override
    public String variables() {
        return ask(
                ToWorker.newBuilder().setDescribe(Describe.getDefaultInstance()).build(),
                FromWorker.MessageCase.DESCRIBED,
                new CellClock(ASIDE_TIME, GRACE),
                answer -> answer.getDescribed().getVariables());
    }

    private <T> T ask(
            ToWorker question, FromWorker.MessageCase expected, CellClock clock, Function<FromWorker, T> reader) {
        Request open = new Request(expected, clock, new CompletableFuture<>());
        output.begin();
        hostCalls.begin(clock);
        request = open;
        String reason = cancelled;
        if (reason != null) {
            stop(clock, reason);
        }
        try {
            await(opening.done(), open);
            worker.running(this, true);
            watch.start(clock, open.answer());
            connection.send(question);
            return reader.apply(await(open.answer(), open));
        } catch (IOException | ExecutionException e) {
            if (Thread.currentThread().isInterrupted()) {
                clock.stop(CANCELLED);
            }
            throw lost(open);
        } finally {
            clock.ended();
            hostCalls.end();
            request = null;
            worker.running(this, false);
        }
    }

    private InterpreterLostException lost(Request open) {
        String refusal = opening.refusal();
        if (refusal != null) {
            throw new FailureException(new Failure.SandboxUnavailable(refusal, RETRY_AFTER));
        }
        String reason = open.clock().reason();
        List<Piece> printed = output.take();
        return reason == null
                ? worker.loss(this, printed)
                : new InterpreterLostException(reason, Cause.THIS_CELL, printed);
    }

    /** Waits for what the end of the connection ends too; an interrupt stops the cell. */
    private <T> T await(CompletableFuture<T> future, Request open) throws ExecutionException {
        if (gone.isDone()) {
            future.completeExceptionally(new IOException("gone"));
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop(open.clock(), CANCELLED);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void cancel(String reason) {
        cancelled = reason;
        Request open = request;
        if (open != null) {
            stop(open.clock(), reason);
        }
    }

    private void stop(CellClock clock, String reason) {
        clock.stop(reason);
        if (opening.giveUp(reason)) {
            connection.close();
        }
    }

    @Override
    public void close() {
        cancel(CANCELLED);
        connection.finish();
        gone.copy().orTimeout(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            log.info("A sandbox worker is killed, because a closed session went on");
            worker.kill(this, "the sandbox was closed");
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }
}
