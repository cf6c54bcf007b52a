package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Repls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** REPLs whose cells do what a test says; a cell without a script prints its own source. */
final class ScriptedRepls implements Repls {

    final List<ScriptedRepl> opened = new CopyOnWriteArrayList<>();
    private final Map<String, Cell> cells = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> started = new ConcurrentHashMap<>();

    /** Whether there is no place for another. */
    volatile boolean full;

    /** What a cell does. */
    interface Cell {

        Execution run(ScriptedRepl repl) throws InterruptedException;
    }

    ScriptedRepls on(String code, Cell cell) {
        cells.put(code, cell);
        return this;
    }

    /** {@return a latch that opens when a cell starts} */
    CountDownLatch started(String code) {
        return started.computeIfAbsent(code, any -> new CountDownLatch(1));
    }

    Cell cell(String code) {
        started(code).countDown();
        return cells.getOrDefault(code, repl -> printed(code));
    }

    ScriptedRepl root() {
        return opened.getFirst();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Repl open(ReplSetup setup, ReplJournal journal) {
        if (full) {
            throw new FailureException(
                    new Failure.SandboxUnavailable("All sandboxes are in use.", Duration.ofSeconds(1)));
        }
        ScriptedRepl repl = new ScriptedRepl(this, setup, journal);
        opened.add(repl);
        return repl;
    }

    static CellOutput output(String text) {
        return new CellOutput(List.of(new CellOutput.Piece(CellOutput.Stream.OUT, text)), null, List.of());
    }

    static Execution printed(String text) {
        return new Execution.Printed(output(text));
    }

    static Execution failed(String error) {
        return new Execution.Failed(CellOutput.NONE, error, "Traceback: " + error);
    }

    static Execution finished(String answer) {
        return new Execution.Finished(CellOutput.NONE, answer);
    }
}
