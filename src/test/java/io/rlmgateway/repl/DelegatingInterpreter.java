package io.rlmgateway.repl;

import io.rlmgateway.repl.CellOutput.Piece;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An interpreter that does what another does, for tests that watch or disturb a part of it. */
public abstract class DelegatingInterpreter implements Interpreter {

    private final Interpreter interpreter;

    /** An interpreter that leaves the work to another. */
    protected DelegatingInterpreter(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    @Override
    public Execution execute(Cell cell) {
        return interpreter.execute(cell);
    }

    @Override
    public List<Piece> printed() {
        return interpreter.printed();
    }

    @Override
    public boolean parses(String code) {
        return interpreter.parses(code);
    }

    @Override
    public String variables() {
        return interpreter.variables();
    }

    @Override
    public void cancel(String reason) {
        interpreter.cancel(reason);
    }

    @Override
    public void close() {
        interpreter.close();
    }

    @Override
    public CompletableFuture<Void> gone() {
        return interpreter.gone();
    }
}
