package io.rlmgateway.session;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the root model is shown of a cell: output in order, value, error, names of new variables; cut to a cap. */
final class ShownOutput {

    private final int cap;

    ShownOutput(int cap) {
        this.cap = cap;
    }

    String of(Execution execution) {
        CellOutput output = execution.output();
        StringBuilder shown = new StringBuilder();
        line(shown, output.text());
        if (output.value() != null) {
            line(shown, output.value());
        }
        switch (execution) {
            case Execution.Printed printed -> {}
            case Execution.Finished finished -> {}
            case Execution.Failed failed -> line(shown, failed.traceback());
            case Execution.Stopped stopped -> line(shown, "cell stopped: " + stopped.reason());
        }
        if (shown.isEmpty()) {
            line(shown, "(nothing printed)");
        }
        return cut(shown.toString()) + names(output);
    }

    private static void line(StringBuilder shown, String text) {
        shown.append(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            shown.append('\n');
        }
    }

    private static String names(CellOutput output) {
        return output.variables().isEmpty()
                ? ""
                : output.variables().stream()
                        .map(CellOutput.Variable::name)
                        .collect(Collectors.joining(", ", "Variables set: ", "\n"));
    }

    /** Keeps head and tail, and never half of a surrogate pair. */
    private String cut(String text) {
        if (text.length() <= cap) {
            return text;
        }
        int head = boundary(text, cap / 2);
        int tail = boundary(text, text.length() - cap / 2);
        return text.substring(0, head)
                + String.format(Locale.ROOT, "%n… %,d characters left out …%n", tail - head)
                        .replace("\r", "")
                + text.substring(tail);
    }

    private static int boundary(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index)) ? index + 1 : index;
    }
}
