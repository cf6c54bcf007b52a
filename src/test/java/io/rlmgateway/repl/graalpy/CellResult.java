package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a cell, in a form in which two Pythons can be compared: without addresses of objects.
 *
 * @param error type and message
 * @param state the session's variables afterwards, see {@code probe.py}
 */
record CellResult(
        String output,
        @Nullable String value,
        @Nullable String error,
        @Nullable String traceback,
        @Nullable String answer,
        @Nullable String state) {

    private static final String PROBE = "__state__()";

    /** Runs a cell, and one that looks at the variables. */
    static CellResult of(Repl repl, String code) {
        Execution execution = repl.execute(code);
        String error = null;
        String traceback = null;
        String answer = null;
        switch (execution) {
            case Execution.Printed _ -> {}
            case Execution.Failed failed -> {
                error = failed.error();
                traceback = failed.traceback();
            }
            case Execution.Finished finished -> answer = finished.answer();
            case Execution.Stopped stopped -> error = "stopped: " + stopped.reason();
        }
        String value = execution.output().value();
        return new CellResult(
                plain(execution.output().text()),
                plain(value),
                plain(error),
                plain(traceback),
                answer,
                repl.execute(PROBE).output().value());
    }

    /** The same on CPython. */
    static CellResult of(CPython python, String code) {
        JsonNode ran = python.run(code);
        return new CellResult(
                plain(ran.get("printed").asString()),
                plain(text(ran, "value")),
                plain(text(ran, "error")),
                plain(text(ran, "traceback")),
                text(ran, "answer"),
                text(python.run(PROBE), "value"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.get(field).isNull() ? null : node.get(field).asString();
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("0x[0-9a-f]+", "0x");
    }

    private @Nullable String errorType() {
        return error == null ? null : error.replaceFirst(":(?s:.*)", "");
    }

    /** {@return what of it differs} */
    List<String> differences(CellResult other) {
        List<String> parts = new ArrayList<>();
        addIf(parts, "output", output, other.output);
        addIf(parts, "value", value, other.value);
        addIf(parts, "type", errorType(), other.errorType());
        addIf(parts, "message", error, other.error);
        addIf(parts, "traceback", traceback, other.traceback);
        addIf(parts, "answer", answer, other.answer);
        addIf(parts, "variables", state, other.state);
        return parts;
    }

    private static void addIf(List<String> parts, String part, @Nullable String one, @Nullable String other) {
        if (!Objects.equals(one, other)) {
            parts.add(part);
        }
    }

    /** {@return both, of which only what differs} */
    String beside(CellResult other) {
        StringBuilder text = new StringBuilder();
        append(text, "output", output, other.output);
        append(text, "value", value, other.value);
        append(text, "error", error, other.error);
        append(text, "traceback", traceback, other.traceback);
        append(text, "answer", answer, other.answer);
        append(text, "variables", state, other.state);
        return text.toString();
    }

    private static void append(StringBuilder text, String part, @Nullable String one, @Nullable String other) {
        if (!Objects.equals(one, other)) {
            text.append("--- ")
                    .append(part)
                    .append(" here\n")
                    .append(one)
                    .append("\n--- ")
                    .append(part)
                    .append(" on CPython\n")
                    .append(other)
                    .append('\n');
        }
    }
}
