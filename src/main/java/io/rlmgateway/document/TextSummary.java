package io.rlmgateway.document;

import org.jspecify.annotations.Nullable;

/** Collects, while a text streams past, its length in code points, its first and its last characters. */
final class TextSummary {

    private static final int EDGE = 400;

    private final StringBuilder head = new StringBuilder(EDGE);
    private final StringBuilder tail = new StringBuilder(4 * EDGE);
    private long codePoints;
    private long feeds;
    private char last;

    void accept(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (!Character.isLowSurrogate(text[i])) {
                codePoints++;
            }
            if (text[i] == '\n') {
                feeds++;
            }
            last = text[i];
        }
        head.append(text, 0, Math.min(length, EDGE - head.length()));
        int edge = Math.min(length, EDGE);
        tail.append(text, length - edge, edge);
        if (tail.length() > EDGE) {
            tail.delete(0, tail.length() - EDGE);
        }
    }

    /**
     * What is recorded of the text.
     *
     * @param details what is worth knowing about it, or null
     * @param original whether the original itself is the text
     */
    TextState state(@Nullable String details, boolean original) {
        return new TextState(StoredDocument.Status.PROCESSED, details, original, codePoints, lines(), head(), tail());
    }

    /** {@return how many lines, the last one with or without a line feed} */
    private long lines() {
        return codePoints == 0 || last == '\n' ? feeds : feeds + 1;
    }

    long codePoints() {
        return codePoints;
    }

    /** {@return the first 400 characters at most, never half a surrogate pair} */
    String head() {
        int end = head.length();
        boolean split = end > 0 && Character.isHighSurrogate(head.charAt(end - 1));
        return head.substring(0, split ? end - 1 : end);
    }

    /** {@return the last 400 characters at most, never half a surrogate pair} */
    String tail() {
        boolean split = !tail.isEmpty() && Character.isLowSurrogate(tail.charAt(0));
        return tail.substring(split ? 1 : 0);
    }
}
