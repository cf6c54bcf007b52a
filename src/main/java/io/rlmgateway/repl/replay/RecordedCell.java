package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Execution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cell, and what is remembered of its end. */
final class RecordedCell {

    private final int number;
    private final String code;
    private final Instant started;
    private int calls;
    private @Nullable CellTrace trace;

    RecordedCell(int number, String code, Instant started) {
        this.number = number;
        this.code = code;
        this.started = started;
    }

    int number() {
        return number;
    }

    String code() {
        return code;
    }

    Instant started() {
        return started;
    }

    /** {@return how many calls the session had made when it ended} */
    int calls() {
        return calls;
    }

    /** {@return whether it ran to its end: when it runs again, it may make no other call} */
    boolean isFinished() {
        return trace != null;
    }

    void finished(int callsMade, Execution execution) {
        calls = callsMade;
        trace = CellTrace.of(execution);
    }

    /** {@return what is wrong with the end of the cell that ran again, or null} */
    @Nullable
    String difference(Execution execution) {
        return trace == null ? null : trace.difference(CellTrace.of(execution));
    }
}
