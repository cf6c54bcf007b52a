package io.rlmgateway.upstream.openai;

import java.util.regex.Pattern;

/**
 * A key that never shows.
 *
 * @param value the key; empty for none
 */
record ApiKey(String value) {

    private static final String HIDDEN = "[key]";

    /** What looks like a key of OpenAI's kind, masked ones included, as its error for a wrong key quotes them. */
    private static final Pattern LOOKS_LIKE_KEY = Pattern.compile("\\b(?:sk|pk|rk)-[\\w*-]{4,}");

    /** {@return whether there is none} */
    boolean isEmpty() {
        return value.isEmpty();
    }

    /** {@return whether it can stand in a header: visible ASCII only (RFC 9110, section 5.5)} */
    boolean fitsHeader() {
        return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Takes keys out of a text.
     *
     * @param text any text
     * @return the text, each key replaced
     */
    String hiddenIn(String text) {
        String hidden = isEmpty() ? text : text.replace(value, HIDDEN);
        return LOOKS_LIKE_KEY.matcher(hidden).replaceAll(HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
