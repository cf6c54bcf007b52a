package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.worker.wire.Pong;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A worker without a process, in which no session can be opened. */
final class FakeWorker implements Worker {

    volatile long heapUsed;
    volatile boolean sound = true;
    volatile int warm = 1;
    volatile @Nullable String killedFor;
    private final long heap;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    FakeWorker(long heap) {
        this.heap = heap;
    }

    void die() {
        end.complete(null);
    }

    @Override
    public boolean alive() {
        return !end.isDone();
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
        return Pong.newBuilder()
                .setVersion(ProductVersion.VALUE)
                .setWarm(warm)
                .setHeapUsed(heapUsed)
                .build();
    }

    @Override
    public long heap() {
        return heap;
    }

    @Override
    public WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException {
        throw new IOException("nobody is there");
    }

    @Override
    public void running(WorkerInterpreter session, boolean runs) {
        // nobody asks who it was
    }

    @Override
    public void kill(@Nullable WorkerInterpreter session, String reason) {
        killedFor = reason;
        die();
    }

    @Override
    public InterpreterLostException loss(WorkerInterpreter session, List<Piece> printed) {
        String reason = killedFor;
        return new InterpreterLostException(
                reason == null ? "the sandbox's process ended" : reason, Cause.UNKNOWN, printed);
    }

    @Override
    public void stop() {
        die();
    }

    @Override
    public CompletableFuture<Void> onExit() {
        return end;
    }
}
