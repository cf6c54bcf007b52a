package io.rlmgateway.document;

import io.rlmgateway.api.Failure.Reason;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which piece of a text a request asks for. */
sealed interface TextRange {

    /** By offsets, the second one after the last character. */
    record Characters(long start, long end) implements TextRange {}

    /** By lines, counted from 1, both included. */
    record Lines(long first, long last) implements TextRange {}

    /** By pages or slides, counted from 1, both included. */
    record Pages(long first, long last) implements TextRange {}

    /**
     * The parameters of a request, of which one way is given, or none for the whole.
     *
     * @param start offset of the first character
     * @param end offset after the last character
     * @param lines as {@code 10-20} or {@code 10}
     * @param pages as {@code 10-20} or {@code 10}
     */
    record Asked(
            @Nullable String start,
            @Nullable String end,
            @Nullable String lines,
            @Nullable String pages) {}

    /** Reads the parameters. */
    static TextRange of(Asked asked) {
        String start = asked.start();
        String end = asked.end();
        String lines = asked.lines();
        String pages = asked.pages();
        List<String> ways = Stream.of(start == null ? end : start, lines, pages)
                .filter(Objects::nonNull)
                .toList();
        if (ways.size() > 1) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE, "Only one of 'start' and 'end', 'lines', 'pages' can be asked for.", null);
        }
        if (lines != null) {
            long[] both = both("lines", lines);
            return new Lines(both[0], both[1]);
        }
        if (pages != null) {
            long[] both = both("pages", pages);
            return new Pages(both[0], both[1]);
        }
        long first = start == null ? 0 : Parameters.integer("start", start, 0, Long.MAX_VALUE);
        long last = end == null ? Long.MAX_VALUE : Parameters.integer("end", end, first, Long.MAX_VALUE);
        return new Characters(first, last);
    }

    private static long[] both(String name, String value) {
        int dash = value.indexOf('-', 1);
        String first = dash < 0 ? value : value.substring(0, dash);
        long least = Parameters.integer(name, first, 1L, Long.MAX_VALUE);
        return new long[] {
            least, dash < 0 ? least : Parameters.integer(name, value.substring(dash + 1), least, Long.MAX_VALUE)
        };
    }
}
