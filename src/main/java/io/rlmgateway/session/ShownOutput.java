package io.rlmgateway.session;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import java.util.List;
import java.util.Locale;

/** What the root model is shown of a cell: output in order, value, error, names of new variables; cut to a cap. */
final class ShownOutput {

    private static final int MOST_NAMES = 50;

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
            case Execution.Printed _, Execution.Finished _ -> {}
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
        List<String> names =
                output.variables().stream().map(CellOutput.Variable::name).toList();
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return "Variables set: " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES))) + more
                + "\n";
    }

    /** Keeps head and tail, and never half of a surrogate pair. */
    private String cut(String text) {
        if (text.length() <= cap) {
            return text;
        }
        int head = boundary(text, cap / 2);
        int tail = boundary(text, text.length() - cap / 2);
        return text.substring(0, head)
                + String.format(Locale.ROOT, "\n… %,d characters left out …\n", text.codePointCount(head, tail))
                + text.substring(tail);
    }

    private static int boundary(String text, int index) {
        return index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index + 1 : index;
    }
}
