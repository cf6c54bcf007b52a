package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Execution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cell and its part of the session's {@link Recording}. */
final class RecordedCell {

    private static final int OPEN = Integer.MAX_VALUE;

    private final int number;
    private final String code;
    private final Instant started;
    private int from = OPEN;
    private int to = OPEN;
    private @Nullable String end;

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

    /** {@return how many results Python had got when it began} */
    int from() {
        return from;
    }

    /** {@return how many results Python had got when it ended; more than any number while it has not} */
    int to() {
        return to;
    }

    /** {@return whether it never ran before} */
    boolean isNew() {
        return from == OPEN;
    }

    /** {@return whether it ran to its end: when it runs again, it may make no other call} */
    boolean isFinished() {
        return to != OPEN;
    }

    void began(int results) {
        from = results;
    }

    void finished(int results, Execution execution) {
        to = results;
        end = kind(execution);
    }

    /** {@return what is wrong with the end of the cell that ran again, or null} */
    @Nullable
    String difference(Execution execution) {
        String again = kind(execution);
        return again.equals(end) ? null : "it ended with " + again + " instead of " + end;
    }

    private static String kind(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> "no error";
            case Execution.Failed failed -> failed.error().split(":", 2)[0];
            case Execution.Finished _ -> "an answer";
            case Execution.Stopped _ -> "a stop";
        };
    }
}
