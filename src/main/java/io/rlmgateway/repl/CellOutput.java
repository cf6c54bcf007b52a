package io.rlmgateway.repl;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a cell printed and changed.
 *
 * @param printed pieces of stdout and stderr in the order of printing
 * @param value {@code repr} of a last bare expression, or null
 * @param variables variables that are new or rebound
 */
public record CellOutput(List<Piece> printed, @Nullable String value, List<Variable> variables) {

    /** Nothing printed, nothing changed. */
    public static final CellOutput NONE = new CellOutput(List.of(), null, List.of());

    /** Copies the lists. */
    public CellOutput {
        printed = List.copyOf(printed);
        variables = List.copyOf(variables);
    }

    /** Where a piece of output went. */
    public enum Stream {
        OUT,
        ERR
    }

    /** A piece of output. */
    public record Piece(Stream stream, String text) {}

    /**
     * A variable.
     *
     * @param name its name
     * @param type its Python type, as {@code list}
     * @param preview {@code repr}, cut to some two hundred characters
     */
    public record Variable(String name, String type, String preview) {}

    /** {@return stdout and stderr in the order of printing} */
    public String text() {
        return printed.stream().map(Piece::text).collect(Collectors.joining());
    }

    /**
     * One stream's text.
     *
     * @param stream which
     * @return its text
     */
    public String text(Stream stream) {
        return printed.stream()
                .filter(piece -> piece.stream() == stream)
                .map(Piece::text)
                .collect(Collectors.joining());
    }
}
