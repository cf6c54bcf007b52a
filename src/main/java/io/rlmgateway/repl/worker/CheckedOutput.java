package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import java.util.ArrayList;
import java.util.List;

/** What a worker says its cell printed, up to the limit that the worker should have kept. */
final class CheckedOutput {

    private static final int MAX_PIECES = 200_000;

    private final long limit;
    private final List<Part> parts = new ArrayList<>();
    private long characters;
    private long count;

    /** What went to one stream without a break. */
    private record Part(Stream stream, StringBuilder text) {}

    CheckedOutput(int limit) {
        // what threads print between two cells counts for the first in the worker and for the second here
        this.limit = 2L * limit;
    }

    /** A cell begins. */
    synchronized void begin() {
        parts.clear();
        characters = 0;
        count = 0;
    }

    /**
     * Adds what was printed; pieces of one stream become one.
     *
     * @throws IllegalArgumentException when it is more than a cell can print
     */
    synchronized void add(List<Piece> more) {
        for (Piece piece : more) {
            characters += piece.text().length();
            if (characters > limit || ++count > MAX_PIECES) {
                throw new IllegalArgumentException("more output than its limit of " + limit + " characters");
            }
            if (parts.isEmpty() || parts.getLast().stream() != piece.stream()) {
                parts.add(new Part(piece.stream(), new StringBuilder()));
            }
            parts.getLast().text().append(piece.text());
        }
    }

    /** {@return the pieces since the last call} */
    synchronized List<Piece> take() {
        List<Piece> taken = parts.stream()
                .map(part -> new Piece(part.stream(), part.text().toString()))
                .toList();
        parts.clear();
        return taken;
    }
}
