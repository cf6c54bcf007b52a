package io.rlmgateway.upstream;

import java.util.Arrays;

/**
 * Counts tokens from above without a tokenizer, by the kinds of characters and where they change: prose has four to five
 * bytes a token, but keys, hashes, numbers and Base64 fewer than two. Weights are sixths of a token, chosen so that no
 * text of {@code DenseEstimateTest} comes out below cl100k or o200k.
 */
final class DenseEstimate {

    private static final int WHOLE = 6;
    private static final Kind[] ASCII = ascii();

    private DenseEstimate() {}

    private enum Kind {
        LOWER,
        UPPER,
        DIGIT,
        BLANK,
        SIGN,
        OTHER
    }

    /**
     * The tokens of a text.
     *
     * @param text any text
     * @return tokens, rounded up
     */
    static long of(String text) {
        long sixths = WHOLE;
        Kind before = Kind.BLANK;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Kind kind = kind(c);
            sixths += weight(kind, before, c);
            before = kind;
        }
        return sixths / WHOLE;
    }

    private static int weight(Kind kind, Kind before, char c) {
        return switch (kind) {
            case LOWER -> lower(before);
            case UPPER -> upper(before);
            // Qwen, Gemini and others give each digit a token
            case DIGIT -> WHOLE;
            case BLANK -> 1;
            case SIGN -> before == Kind.SIGN ? 4 : 5;
            case OTHER -> other(c);
        };
    }

    private static int other(char c) {
        int beyondLatin = Character.isSurrogate(c) ? 9 : 8;
        return c < 0x800 ? 4 : beyondLatin;
    }

    private static int upper(Kind before) {
        return before == Kind.BLANK ? 3 : WHOLE;
    }

    private static int lower(Kind before) {
        return switch (before) {
            case LOWER -> 1;
            case BLANK, UPPER -> 2;
            case DIGIT, SIGN, OTHER -> 4;
        };
    }

    private static Kind kind(char c) {
        return c < ASCII.length ? ASCII[c] : Kind.OTHER;
    }

    private static Kind[] ascii() {
        Kind[] kinds = new Kind[0x80];
        Arrays.fill(kinds, Kind.SIGN);
        Arrays.fill(kinds, 0, ' ' + 1, Kind.BLANK);
        Arrays.fill(kinds, '0', '9' + 1, Kind.DIGIT);
        Arrays.fill(kinds, 'A', 'Z' + 1, Kind.UPPER);
        Arrays.fill(kinds, 'a', 'z' + 1, Kind.LOWER);
        return kinds;
    }
}
