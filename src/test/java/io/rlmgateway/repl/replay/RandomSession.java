package io.rlmgateway.repl.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Cells as a model may write them, put together at random. */
final class RandomSession {

    /** Each names itself by {@code $}, and holds a random number for each {@code ?}; the last waits for what is left. */
    private static final List<String> CELLS = List.of(resource("cells.txt").split("\n---\n", -1));

    /**
     * Variables whose values depend on what the host does first, or on the time. They are the same in a session that is
     * rebuilt, and not in another one.
     */
    static final String CHANGING = "('t_', 'ts', 'th', 'co', 'ou', 'w', 'fi', 'sm', 'sa', 'k', 'la', 'al', 'bg')";

    private RandomSession() {}

    static String resource(String name) {
        try (InputStream file = RandomSession.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Cells, and one more that waits for what they left behind.
     *
     * @param awaiting whether some use asyncio, whose import alone takes longer than all others together
     */
    static List<String> cells(RandomGenerator random, int count, boolean awaiting) {
        List<String> kinds = CELLS.subList(0, CELLS.size() - 1).stream()
                .filter(cell -> awaiting || !cell.contains("async"))
                .toList();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String cell = kinds.get(random.nextInt(kinds.size())).replace("$", Integer.toString(i));
            while (cell.contains("?")) {
                cell = cell.replaceFirst("\\?", Integer.toString(random.nextInt(100)));
            }
            cells.add(cell);
        }
        cells.add(CELLS.getLast());
        return cells;
    }
}
