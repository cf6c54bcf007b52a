package io.rlmgateway.upstream;

/**
 * Counts tokens from above without a tokenizer, by the kinds of characters and where they change: prose has four to five
 * bytes a token, but keys, hashes, numbers and Base64 fewer than two. Weights are sixths of a token, chosen so that no
 * text of {@code DenseEstimateTest} comes out below cl100k or o200k.
 */
final class DenseEstimate {

    private static final int WHOLE = 6;

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
            case UPPER -> before == Kind.BLANK ? 3 : WHOLE;
            // Qwen, Gemini and others give each digit a token
            case DIGIT -> WHOLE;
            case BLANK -> 1;
            case SIGN -> before == Kind.SIGN ? 4 : 5;
            case OTHER -> c < 0x800 ? 4 : Character.isSurrogate(c) ? 9 : 8;
        };
    }

    private static int lower(Kind before) {
        return switch (before) {
            case LOWER -> 1;
            case BLANK, UPPER -> 2;
            case DIGIT, SIGN, OTHER -> 4;
        };
    }

    private static Kind kind(char c) {
        if (c >= 'a' && c <= 'z') {
            return Kind.LOWER;
        }
        if (c >= 'A' && c <= 'Z') {
            return Kind.UPPER;
        }
        if (c >= '0' && c <= '9') {
            return Kind.DIGIT;
        }
        if (c <= ' ') {
            return Kind.BLANK;
        }
        return c < 0x80 ? Kind.SIGN : Kind.OTHER;
    }
}
