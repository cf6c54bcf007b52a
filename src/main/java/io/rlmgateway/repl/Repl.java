package io.rlmgateway.repl;

import java.time.Instant;

/** One session's Python: state persists from cell to cell until it is closed. Used by one thread at a time. */
public interface Repl extends AutoCloseable {

    /**
     * Runs a cell. Host calls reach the setup's functions on virtual threads, several at once when Python has threads.
     * An interrupt of the calling thread stops the cell.
     *
     * @param code Python source
     * @param started what Python's clock says when the cell starts; of a cell that an earlier process began, what it said
     *     there
     * @return how it ended
     * @throws io.rlmgateway.api.FailureException with {@code SessionFailed} when the sandbox is broken
     */
    Execution execute(String code, Instant started);

    /**
     * Runs a cell that starts now.
     *
     * @param code Python source
     * @return how it ended
     */
    default Execution execute(String code) {
        return execute(code, Instant.now());
    }

    /**
     * Whether a text is Python.
     *
     * @param code any text
     * @return whether it parses, top-level {@code await} allowed
     */
    boolean parses(String code);

    /**
     * The session's variables for a model to read: a line each with name, type, size and preview, without those that were
     * there at the start.
     *
     * @return the lines, empty when there is no variable
     */
    String variables();

    /** Stops the running cell, if any, and its calls to the host, from another thread. */
    void cancel();

    /** Stops the running cell, if any, from another thread; its calls to the host may go on until this is closed. */
    void halt();

    /** Ends the session and frees what it held; a running cell is stopped. */
    @Override
    void close();
}
