package io.rlmgateway.repl;

import io.rlmgateway.repl.CellOutput.Piece;
import java.util.List;

/** An interpreter is gone, and nobody had told it to stop. */
public final class InterpreterLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What an interpreter was lost by. */
    public enum Cause {
        /** By the cell that it ran. */
        THIS_CELL,
        /** By something else, as a neighbour's cell, or while it ran none. */
        ANOTHER,
        /** Maybe by the cell that it ran. */
        UNKNOWN
    }

    private final Cause lostBy;
    private final transient List<Piece> printed;

    /**
     * A loss.
     *
     * @param message what happened, for a model to read
     * @param cause what it was lost by
     * @param printed what the running cell had printed
     */
    public InterpreterLostException(String message, Cause cause, List<Piece> printed) {
        super(message);
        lostBy = cause;
        this.printed = List.copyOf(printed);
    }

    /** {@return what it was lost by} */
    public Cause lostBy() {
        return lostBy;
    }

    /** {@return what the running cell had printed} */
    public List<Piece> printed() {
        return printed;
    }
}
