package io.rlmgateway.session;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.CellOutput.Variable;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.trajectory.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cell's end as the journal keeps it. */
final class CellRecord {

    private static final String PRINTED = "printed";
    private static final String FAILED = "failed";
    private static final String FINISHED = "finished";
    private static final String STOPPED = "stopped";

    private CellRecord() {}

    static Event ended(int turn, int cell, Execution execution, long millis) {
        CellOutput output = execution.output();
        Map<String, String> variables = new LinkedHashMap<>();
        output.variables().forEach(variable -> variables.put(variable.name(), variable.preview()));
        return new Event.CellEnded(
                turn,
                cell,
                outcome(execution),
                output.text(Stream.OUT),
                output.text(Stream.ERR),
                result(execution),
                variables,
                millis);
    }

    /** {@return whether the cell was stopped, and so is as if it had never run} */
    static boolean isStopped(Event.CellEnded ended) {
        return STOPPED.equals(ended.outcome());
    }

    /** {@return the end of a cell as it was recorded; types of variables and the order of both outputs are not known} */
    static Execution execution(Event.CellEnded ended) {
        String result = Objects.requireNonNullElse(ended.result(), "");
        return switch (ended.outcome()) {
            case FAILED -> new Execution.Failed(output(ended, null), "", result);
            case FINISHED -> new Execution.Finished(output(ended, null), result);
            case STOPPED -> new Execution.Stopped(output(ended, null), result, true);
            default -> new Execution.Printed(output(ended, ended.result()));
        };
    }

    private static CellOutput output(Event.CellEnded ended, @Nullable String value) {
        List<Variable> variables = new ArrayList<>();
        ended.variables().forEach((name, preview) -> variables.add(new Variable(name, "", preview)));
        List<Piece> pieces = List.of(new Piece(Stream.OUT, ended.stdout()), new Piece(Stream.ERR, ended.stderr()));
        return new CellOutput(pieces, value, variables);
    }

    static String outcome(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> PRINTED;
            case Execution.Failed _ -> FAILED;
            case Execution.Finished _ -> FINISHED;
            case Execution.Stopped _ -> STOPPED;
        };
    }

    private static @Nullable String result(Execution execution) {
        return switch (execution) {
            case Execution.Printed printed -> printed.output().value();
            case Execution.Failed failed -> failed.traceback();
            case Execution.Finished finished -> finished.answer();
            case Execution.Stopped stopped -> stopped.reason();
        };
    }
}
