package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Ping;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker process as the gateway sees it: alive until its own connection ends or it does not answer in time. */
final class WorkerProcess implements Worker {

    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

    /** What a JVM returns that was told to exit when memory is out. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int SIGNAL = 128;

    private final WorkerEndpoint endpoint;
    private final CompletableFuture<OptionalInt> exit;
    private final long heap;
    private final WorkerPatience patience;
    private final Connection<ToWorker, FromWorker> own;
    private final Set<WorkerInterpreter> running = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Set<WorkerInterpreter>> runningAtTheEnd = new CompletableFuture<>();
    private volatile Pong state;
    private volatile boolean sound = true;
    private volatile @Nullable WorkerInterpreter culprit;
    private volatile @Nullable String killedFor;

    /** A process of this machine that has opened its socket. */
    WorkerProcess(Process process, Path socket, long heap, WorkerPatience patience) throws IOException {
        this(new LocalEndpoint(process, socket), heap, patience);
    }

    /**
     * A process that can be reached.
     *
     * @param heap bytes that it may use for objects
     * @throws IOException when it cannot be talked to, or is of another build
     */
    WorkerProcess(WorkerEndpoint endpoint, long heap, WorkerPatience patience) throws IOException {
        this.endpoint = endpoint;
        this.heap = heap;
        this.patience = patience;
        exit = endpoint.onExit();
        own = endpoint.own();
        try {
            state = pingInTime();
            if (!state.getVersion().equals(ProductVersion.VALUE)) {
                throw new IOException("it is of another build: " + state.getVersion());
            }
        } catch (IOException e) {
            own.close();
            throw e;
        }
        Thread.ofVirtual().name("worker-" + endpoint.name()).start(this::watch);
        exit.thenAccept(exited -> ended()).exceptionally(failed -> {
            log.debug("The end of a worker could not be handled", failed);
            return null;
        });
    }

    private Pong ping() throws IOException {
        own.send(ToWorker.newBuilder().setPing(Ping.getDefaultInstance()).build());
        FromWorker answer = own.receive();
        if (answer == null || !answer.hasPong()) {
            throw new IOException("it did not answer a ping");
        }
        return answer.getPong();
    }

    private Pong pingInTime() throws IOException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.copy()
                .orTimeout(patience.pong().toMillis() / 4, TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    if (endpoint.isStopped()) {
                        giveUp("the sandbox's process was stopped");
                    }
                    return null;
                });
        answered.orTimeout(patience.pong().toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            giveUp("the sandbox did not answer for " + patience.pong().toMillis() / 1e3 + " s");
            return null;
        });
        try {
            return ping();
        } finally {
            answered.complete(null);
        }
    }

    private void giveUp(String reason) {
        kill(null, reason);
        own.close();
    }

    private void watch() {
        try {
            while (true) {
                state = pingInTime();
                Thread.sleep(patience.pingEvery());
            }
        } catch (IOException | InterruptedException e) {
            log.debug("A sandbox worker is gone", e);
        } finally {
            ended();
        }
    }

    private void ended() {
        runningAtTheEnd.complete(Set.copyOf(running));
        own.close();
        endpoint.kill();
    }

    /** {@return where it can be reached} */
    WorkerEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean alive() {
        return !exit.isDone() && killedFor == null && !runningAtTheEnd.isDone();
    }

    @Override
    public boolean sound() {
        return sound;
    }

    @Override
    public void refused() {
        sound = false;
    }

    @Override
    public Pong state() {
        return state;
    }

    @Override
    public long heap() {
        return heap;
    }

    @Override
    public WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException {
        if (!alive()) {
            throw new IOException("it is gone");
        }
        Connection<ToWorker, FromWorker> connection = endpoint.session();
        try {
            return new WorkerInterpreter(this, connection, setup, patience.open(), whenGone);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void running(WorkerInterpreter session, boolean runs) {
        if (runs) {
            running.add(session);
        } else {
            running.remove(session);
        }
    }

    @Override
    public synchronized void kill(@Nullable WorkerInterpreter session, String reason) {
        if (killedFor == null) {
            runningAtTheEnd.complete(Set.copyOf(running));
            culprit = session;
            killedFor = reason;
        }
        endpoint.kill();
    }

    @Override
    public void stop() {
        kill(null, "stopped");
        own.close();
    }

    @Override
    public CompletableFuture<OptionalInt> onExit() {
        return exit.copy();
    }

    @Override
    public InterpreterLostException loss(WorkerInterpreter session, List<Piece> printed) {
        // who runs a cell from now on has no part in it
        runningAtTheEnd.complete(Set.copyOf(running));
        Integer exit = exitCode();
        String reason = killedFor;
        if (culprit != null) {
            return culprit == session
                    ? new InterpreterLostException(String.valueOf(reason), ofCulprit(session), printed)
                    : new InterpreterLostException("another session brought the sandbox down", Cause.ANOTHER, printed);
        }
        Set<WorkerInterpreter> suspects = runningAtTheEnd.getNow(Set.copyOf(running));
        if (!suspects.contains(session)) {
            return new InterpreterLostException("the sandbox's process ended", Cause.ANOTHER, printed);
        }
        boolean outOfMemory = exit != null && exit == OUT_OF_MEMORY;
        return new InterpreterLostException(
                reason == null || outOfMemory ? reason(exit, outOfMemory) : reason,
                outOfMemory && suspects.size() == 1 ? Cause.THIS_CELL : Cause.UNKNOWN,
                printed);
    }

    /** What was killed for a session that ran nothing was not lost by a cell of it. */
    private Cause ofCulprit(WorkerInterpreter session) {
        return runningAtTheEnd.getNow(Set.of()).contains(session) ? Cause.THIS_CELL : Cause.ANOTHER;
    }

    private String reason(@Nullable Integer exit, boolean outOfMemory) {
        if (outOfMemory) {
            return "memory limit of " + (heap >> 20) + " MB reached";
        }
        if (exit == null) {
            return "the sandbox failed";
        }
        return exit > SIGNAL
                ? "the sandbox's process was ended by signal " + (exit - SIGNAL)
                : "the sandbox's process ended with code " + exit;
    }

    private @Nullable Integer exitCode() {
        try {
            OptionalInt code = exit.copy().get(patience.exit().toMillis(), TimeUnit.MILLISECONDS);
            return code.isPresent() ? code.getAsInt() : null;
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
