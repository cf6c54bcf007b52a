package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.CellOutput.Variable;
import io.rlmgateway.repl.Execution;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a cell showed at its end, so that it can be compared when the cell runs again. Texts are kept as hashes, in which
 * addresses and thread numbers, which are different each time, do not count.
 *
 * @param end how it ended
 * @param detail hash of the error with its traceback, or of the answer
 * @param printed hash of what it printed
 * @param value hash of the last expression's value
 * @param variables hashes of what it assigned, by name
 */
record CellTrace(String end, String detail, String printed, String value, Map<String, String> variables) {

    private static final Pattern CHANGING = Pattern.compile("0x[0-9a-f]{4,}|\\b(?:started|stopped)(?: daemon)? \\d+");

    private static final int LASTING_CHARACTERS = 40;

    static CellTrace of(Execution execution) {
        CellOutput output = execution.output();
        Map<String, String> variables = new LinkedHashMap<>();
        for (Variable variable : output.variables()) {
            variables.put(variable.name(), hash(comparable(variable.preview())));
        }
        return new CellTrace(
                end(execution),
                hash(detail(execution)),
                hash(output.text(Stream.OUT) + "\0" + output.text(Stream.ERR)),
                hash(output.value() == null ? "" : "=" + output.value()),
                variables);
    }

    /** Where a preview was cut depends on the length of the addresses before. */
    private static String comparable(String preview) {
        String lasting = CHANGING.matcher(preview).replaceAll("…");
        boolean cut = preview.endsWith("…") && !lasting.equals(preview);
        return cut ? lasting.substring(0, Math.min(lasting.length(), LASTING_CHARACTERS)) : lasting;
    }

    private static String end(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> "no error";
            case Execution.Failed failed -> errorType(failed.traceback());
            case Execution.Finished _ -> "an answer";
            case Execution.Stopped _ -> "a stop";
        };
    }

    private static String errorType(String traceback) {
        return traceback
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" ") && !line.startsWith("Traceback"))
                .findFirst()
                .map(line -> line.split(":", 2)[0])
                .orElse("an error");
    }

    private static String detail(Execution execution) {
        return switch (execution) {
            case Execution.Printed _ -> "";
            case Execution.Failed failed -> failed.traceback();
            case Execution.Finished finished -> finished.answer();
            case Execution.Stopped stopped -> stopped.reason();
        };
    }

    private static String hash(String text) {
        try {
            byte[] bytes = CHANGING.matcher(text).replaceAll("…").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return what is different in another run of the cell, or null} */
    @Nullable
    String difference(CellTrace again) {
        if (!end.equals(again.end)) {
            return "it ended with " + again.end + " instead of " + end;
        }
        if (!printed.equals(again.printed)) {
            return "it printed something else";
        }
        if (!detail.equals(again.detail) || !value.equals(again.value)) {
            return "it came to something else";
        }
        return variableDifference(again);
    }

    private @Nullable String variableDifference(CellTrace again) {
        if (!variables.keySet().equals(again.variables.keySet())) {
            return "it assigned other variables";
        }
        return variables.keySet().stream()
                .filter(name -> !Objects.equals(variables.get(name), again.variables.get(name)))
                .findFirst()
                .map(name -> "it assigned something else to " + name)
                .orElse(null);
    }
}
