package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Variable;
import io.rlmgateway.repl.Execution;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the driver says about a cell. The cell may have tampered with the driver, so this is only text to be shown.
 *
 * @param answer the final answer, or null
 * @param error the exception's type and message, or null
 * @param traceback its traceback, or null
 * @param value the last expression's {@code repr}, or null
 * @param variables what is new or rebound
 */
record CellReport(
        @Nullable String answer,
        @Nullable String error,
        @Nullable String traceback,
        @Nullable String value,
        List<Variable> variables) {

    private static final int MAX_VARIABLES = 1_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_PREVIEW = 400;

    /**
     * Reads the driver's tuple, on a thread of Python's.
     *
     * @throws RuntimeException when it is no such tuple
     */
    static CellReport of(Value tuple, int maxCharacters) {
        return new CellReport(
                text(tuple.getArrayElement(0), Integer.MAX_VALUE),
                text(tuple.getArrayElement(1), maxCharacters),
                text(tuple.getArrayElement(2), maxCharacters),
                text(tuple.getArrayElement(3), maxCharacters),
                variables(tuple.getArrayElement(4)));
    }

    /** The report for a cell that the interpreter itself could not run. */
    static CellReport interpreterFailed() {
        String error = "SystemError: the Python interpreter failed at something in this cell; write it in another way";
        return new CellReport(null, error, error + "\n", null, List.of());
    }

    private static List<Variable> variables(Value list) {
        List<Variable> variables = new ArrayList<>();
        for (long i = 0; i < Math.min(list.getArraySize(), MAX_VARIABLES); i++) {
            Value each = list.getArrayElement(i);
            variables.add(new Variable(
                    text(each.getArrayElement(0).asString(), MAX_NAME),
                    text(each.getArrayElement(1).asString(), MAX_NAME),
                    text(each.getArrayElement(2).asString(), MAX_PREVIEW)));
        }
        return variables;
    }

    private static @Nullable String text(Value value, int limit) {
        return value.isNull() ? null : text(value.asString(), limit);
    }

    private static String text(String text, int limit) {
        return WellFormed.text(text.length() <= limit ? text : text.substring(0, limit) + "…");
    }

    /** {@return the execution, with what was printed} */
    Execution with(List<Piece> printed) {
        CellOutput output = new CellOutput(printed, value, variables);
        if (answer != null) {
            return new Execution.Finished(output, answer);
        }
        return error == null
                ? new Execution.Printed(output)
                : new Execution.Failed(output, error, traceback == null ? error : traceback);
    }
}
