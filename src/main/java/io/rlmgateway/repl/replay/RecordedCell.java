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
    private final @Nullable CellTrace expected;

    /**
     * A cell that is about to run.
     *
     * @param earlier how it ended in an earlier process, and must end again; or null
     */
    RecordedCell(int number, String code, Instant started, @Nullable Execution earlier) {
        this.number = number;
        this.code = code;
        this.started = started;
        this.expected = earlier == null ? null : CellTrace.of(earlier);
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

    /** {@return whether it ran to an end, here or in an earlier process} */
    boolean isKnown() {
        return trace != null || expected != null;
    }

    void finished(int callsMade, Execution execution) {
        calls = callsMade;
        trace = CellTrace.of(execution);
    }

    /** {@return what is wrong with the end of the cell that ran again, or null} */
    @Nullable
    String difference(Execution execution) {
        CellTrace before = trace == null ? expected : trace;
        return before == null ? null : before.difference(CellTrace.of(execution));
    }
}
