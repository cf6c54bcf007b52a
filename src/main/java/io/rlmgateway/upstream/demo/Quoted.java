package io.rlmgateway.upstream.demo;

import java.util.List;
import java.util.stream.Collectors;

/** Strings in double quotes that Python and JSON both read back as they were. */
final class Quoted {

    private static final char LONE = '\uFFFD';

    private Quoted() {}

    /** {@return the literal; a lone surrogate becomes U+FFFD} */
    static String of(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                literal.append(c).append(text.charAt(++i));
            } else {
                literal.append(escaped(c));
            }
        }
        return literal.append('"').toString();
    }

    /** {@return a list of literals} */
    static String of(List<String> texts) {
        return texts.stream().map(Quoted::of).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String escaped(char c) {
        // a backtick is escaped as well, so that no text can close the fence of the cell it stands in
        boolean plain = c >= ' '
                && c != '"'
                && c != '\\'
                && c != '`'
                && (c < 0x7F || c > 0x9F)
                && c != '\u2028'
                && c != '\u2029';
        if (plain) {
            return String.valueOf(Character.isSurrogate(c) ? LONE : c);
        }
        return String.format("\\u%04x", (int) c);
    }
}
