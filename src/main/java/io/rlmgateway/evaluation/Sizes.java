package io.rlmgateway.evaluation;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes of texts in tokens.
 *
 * @param tokens each once, the smallest first
 */
record Sizes(Set<Long> tokens) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)");
    private static final long KILO = 1 << 10;
    private static final long SMALLEST = 1 << 10;
    private static final long LARGEST = 1 << 26;

    /**
     * Reads sizes.
     *
     * @param text as {@code 8k..1m,16m}: a range doubles from its first size to its last
     */
    static Sizes of(String text) {
        Set<Long> tokens = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("\\.\\.", -1);
            long first = one(ends[0]);
            long last = ends.length == 1 ? first : one(ends[ends.length - 1]);
            if (ends.length > 2 || first > last) {
                throw new IllegalArgumentException("'" + part + "' is no range of sizes, as 8k..16m is.");
            }
            for (long size = first; size <= last; size *= 2) {
                tokens.add(size);
            }
        }
        return new Sizes(tokens);
    }

    /** {@return a size in tokens, from a text as {@code 64k}} */
    static long one(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size. A size is a number of tokens, as 8k (8,192) or 16m (16,777,216).");
        }
        long unit = size.group(2).isEmpty() ? 1 : size.group(2).equals("k") ? KILO : KILO * KILO;
        long tokens = Long.parseLong(size.group(1)) * unit;
        if (tokens < SMALLEST || tokens > LARGEST) {
            throw new IllegalArgumentException("'" + text + "' is out of range: sizes go from 1k to 64m tokens.");
        }
        return tokens;
    }

    /** {@return a size in short, as {@code 64k}} */
    static String text(long tokens) {
        if (tokens % (KILO * KILO) == 0) {
            return tokens / (KILO * KILO) + "m";
        }
        return tokens % KILO == 0 ? tokens / KILO + "k" : String.valueOf(tokens);
    }
}
