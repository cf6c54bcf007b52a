package io.rlmgateway.document;

import io.rlmgateway.api.Failure.Reason;
import java.util.Optional;
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
     * Reads the parameters of a request, of which one is given, or none for the whole.
     *
     * @param characters as {@code 100-200}: offsets, the second one after the last character; or {@code 100}: from there
     * @param lines as {@code 10-20} or {@code 10}
     * @param pages as {@code 10-20} or {@code 10}
     */
    static TextRange of(@Nullable String characters, @Nullable String lines, @Nullable String pages) {
        long given = Stream.of(Optional.ofNullable(characters), Optional.ofNullable(lines), Optional.ofNullable(pages))
                .filter(Optional::isPresent)
                .count();
        if (given > 1) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE, "Only one of 'characters', 'lines' and 'pages' can be asked for.", null);
        }
        if (lines != null) {
            long[] both = both("lines", lines, 1);
            return new Lines(both[0], both[1]);
        }
        if (pages != null) {
            long[] both = both("pages", pages, 1);
            return new Pages(both[0], both[1]);
        }
        if (characters != null) {
            long[] both = both("characters", characters, 0);
            return new Characters(both[0], characters.indexOf('-', 1) < 0 ? Long.MAX_VALUE : both[1]);
        }
        return new Characters(0, Long.MAX_VALUE);
    }

    private static long[] both(String name, String value, long least) {
        int dash = value.indexOf('-', 1);
        long first = Parameters.integer(name, dash < 0 ? value : value.substring(0, dash), least, Long.MAX_VALUE);
        return new long[] {
            first, dash < 0 ? first : Parameters.integer(name, value.substring(dash + 1), first, Long.MAX_VALUE)
        };
    }
}
