package io.rlmgateway.repl;

import io.rlmgateway.repl.CellOutput.Piece;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One interpreter of one session, until it is lost: by a cell that had to be stopped, or with its process. Used by one
 * thread at a time, but for {@link #printed}, {@link #cancel} and {@link #close}.
 */
public interface Interpreter extends AutoCloseable {

    /**
     * Runs a cell. Host calls reach the setup's functions on virtual threads, several at once when Python has threads.
     * An interrupt of the calling thread stops the cell. After {@link Execution.Stopped} the interpreter is gone.
     *
     * @param cell what to run
     * @return how it ended; its output is what {@link #printed} has not taken
     * @throws InterpreterLostException when the interpreter is gone without having been told to stop
     */
    Execution execute(Cell cell);

    /**
     * Starts a cell as {@link #execute} runs it, without waiting for its end.
     *
     * @param cell what to run
     * @return completed with how it ended, or with what {@link #execute} throws; perhaps on the thread that Python runs on
     * @throws InterpreterLostException when the interpreter is gone without having been told to stop
     */
    default CompletableFuture<Execution> start(Cell cell) {
        return CompletableFuture.supplyAsync(
                () -> execute(cell), task -> Thread.ofVirtual().name("cell").start(task));
    }

    /** {@return what the running cell printed since the last call} */
    List<Piece> printed();

    /**
     * Whether a text is Python.
     *
     * @param code any text
     * @return whether it parses, top-level {@code await} allowed
     * @throws InterpreterLostException when the interpreter is gone
     */
    boolean parses(String code);

    /**
     * The session's variables for a model to read: a line each with name, type, size and preview, without those that were
     * there at the start.
     *
     * @return the lines, empty when there is no variable
     * @throws InterpreterLostException when the interpreter is gone
     */
    String variables();

    /**
     * Stops the running cell, or the next one if none runs: the interpreter is of no more use.
     *
     * @param reason why, for {@link Execution.Stopped}
     */
    void cancel(String reason);

    /** Begins to free what the interpreter held; a running cell is stopped. */
    @Override
    void close();

    /** {@return a future of the moment when nothing of it runs any more} */
    CompletableFuture<Void> gone();
}
