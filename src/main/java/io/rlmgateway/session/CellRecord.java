package io.rlmgateway.session;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.trajectory.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell's end as the journal keeps it. */
final class CellRecord {

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

    private static String outcome(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> "printed";
            case Execution.Failed _ -> "failed";
            case Execution.Finished _ -> "finished";
            case Execution.Stopped _ -> "stopped";
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
