package io.rlmgateway.document;

/** Collects, while a text streams past, its length in code points, its first and its last characters. */
final class TextSummary {

    private static final int EDGE = 400;

    private final StringBuilder head = new StringBuilder(EDGE);
    private final StringBuilder tail = new StringBuilder(4 * EDGE);
    private long codePoints;

    void accept(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (!Character.isLowSurrogate(text[i])) {
                codePoints++;
            }
        }
        head.append(text, 0, Math.min(length, EDGE - head.length()));
        int last = Math.min(length, EDGE);
        tail.append(text, length - last, last);
        if (tail.length() > EDGE) {
            tail.delete(0, tail.length() - EDGE);
        }
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
