package io.rlmgateway.repl.worker;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.worker.wire.Described;
import io.rlmgateway.repl.worker.wire.Execute;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Function;
import io.rlmgateway.repl.worker.wire.Open;
import io.rlmgateway.repl.worker.wire.Opened;
import io.rlmgateway.repl.worker.wire.Parsed;
import io.rlmgateway.repl.worker.wire.Refused;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One session inside a worker: does what its connection asks for, until that ends. */
final class SessionServer {

    private static final long FLUSH_MILLIS = 50;

    private final Connection<FromWorker, ToWorker> connection;
    private final Interpreters interpreters;
    private final ScheduledExecutorService timer;
    private final ExecutorService cells = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("cells").daemon().factory());
    private final PendingCalls calls = new PendingCalls(this::send);
    private final Queue<FromWorker> outbox = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Interpreter interpreter;

    /**
     * A session that is not yet open.
     *
     * @param timer sends what a long cell prints while it runs
     */
    SessionServer(
            Connection<FromWorker, ToWorker> connection, Interpreters interpreters, ScheduledExecutorService timer) {
        this.connection = connection;
        this.interpreters = interpreters;
        this.timer = timer;
    }

    /** Serves the session until its connection ends. */
    void serve() {
        try (connection) {
            ToWorker first = connection.receive();
            if (first != null && first.hasOpen()) {
                serve(first.getOpen());
            }
        } catch (IOException e) {
            // the gateway is gone, or has closed the session
        } finally {
            cells.shutdown();
        }
    }

    private void serve(Open open) throws IOException {
        cells.execute(() -> open(open));
        try {
            for (ToWorker message = connection.receive(); message != null; message = connection.receive()) {
                serve(message);
            }
        } finally {
            calls.cancel();
            cells.execute(this::close);
            close();
        }
    }

    private void serve(ToWorker message) {
        switch (message.getMessageCase()) {
            case EXECUTE -> execute(message.getExecute());
            case PARSE -> cells.execute(() -> parse(message.getParse().getCode()));
            case DESCRIBE -> cells.execute(this::describe);
            case HOST_RESULT -> calls.completed(message.getHostResult());
            case CANCEL -> cancel(message.getCancel().getReason());
            case PING, OPEN, TEXT, START, MESSAGE_NOT_SET -> throw new IllegalStateException("not now: " + message);
        }
    }

    private void open(Open open) {
        List<ReplFunction> functions = new ArrayList<>();
        open.getFunctionsList()
                .forEach(function -> functions.add(new RemoteFunction(function, functions.size(), calls)));
        try {
            RemoteFunction timer = new RemoteFunction(Function.getDefaultInstance(), functions.size(), calls);
            InterpreterSetup setup = WireSetup.fromWire(open, functions, timer);
            interpreter = interpreters.start(setup);
            send(FromWorker.newBuilder().setOpened(Opened.getDefaultInstance()).build());
        } catch (FailureException e) {
            refuse(e.failure().message());
        } catch (RuntimeException e) {
            refuse("the worker failed: " + e);
        }
    }

    private void refuse(String reason) {
        send(FromWorker.newBuilder()
                .setRefused(Refused.newBuilder().setReason(reason))
                .build());
        connection.close();
    }

    private void execute(Execute execute) {
        Interpreter python = interpreter;
        if (python == null) {
            return;
        }
        ScheduledFuture<?> flushes =
                timer.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        Cell cell = new Cell(
                execute.getNumber(),
                execute.getCode(),
                Instant.ofEpochSecond(0, execute.getStartedUnixNanos()),
                Duration.ofNanos(execute.getTimeNanos()));
        var _ = started(python, cell).whenComplete((execution, failure) -> {
            flushes.cancel(false);
            if (failure != null) {
                connection.close();
                return;
            }
            if (!execution.output().printed().isEmpty()) {
                outbox.add(WireExecutions.output(execution.output().printed()));
            }
            send(WireExecutions.ended(execution));
        });
    }

    private static CompletableFuture<Execution> started(Interpreter python, Cell cell) {
        try {
            return python.start(cell);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void parse(String code) {
        Interpreter python = interpreter;
        if (python != null) {
            send(FromWorker.newBuilder()
                    .setParsed(Parsed.newBuilder().setParses(python.parses(code)))
                    .build());
        }
    }

    private void describe() {
        Interpreter python = interpreter;
        if (python != null) {
            send(FromWorker.newBuilder()
                    .setDescribed(Described.newBuilder().setVariables(python.variables()))
                    .build());
        }
    }

    private void cancel(String reason) {
        Interpreter python = interpreter;
        if (python != null) {
            python.cancel(reason);
        }
    }

    private void send(FromWorker message) {
        outbox.add(message);
        flush();
    }

    /** Sends what there is to be sent, in order, and before it what was printed. */
    private synchronized void flush() {
        Interpreter python = interpreter;
        List<Piece> printed = python == null ? List.of() : python.printed();
        try {
            if (!printed.isEmpty()) {
                connection.send(WireExecutions.output(printed));
            }
            for (FromWorker message = outbox.poll(); message != null; message = outbox.poll()) {
                connection.send(message);
            }
        } catch (IOException e) {
            connection.close();
        }
    }

    private void close() {
        Interpreter python = interpreter;
        if (python != null) {
            python.close();
            python.gone().join();
        }
    }
}
