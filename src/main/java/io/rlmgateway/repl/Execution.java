package io.rlmgateway.repl;

/** How a cell ended. */
public sealed interface Execution {

    /** {@return what the cell printed and changed, also when it failed or was stopped} */
    CellOutput output();

    /** The cell ran to its end and gave no final answer. */
    record Printed(CellOutput output) implements Execution {}

    /**
     * The cell raised an exception, or does not parse. What it assigned before is kept.
     *
     * @param error type and message, as {@code ValueError: no such page}
     * @param traceback as CPython prints it, with the cell's own source lines only
     */
    record Failed(CellOutput output, String error, String traceback) implements Execution {}

    /**
     * The cell gave the final answer.
     *
     * @param answer the answer as text
     */
    record Finished(CellOutput output, String answer) implements Execution {}

    /**
     * The cell was stopped: time, output, threads, memory, or a cancel.
     *
     * @param reason why, as {@code time limit of 120 s reached}
     * @param resumable whether the session's state from before the cell is there; else the session cannot go on
     */
    record Stopped(CellOutput output, String reason, boolean resumable) implements Execution {}
}
