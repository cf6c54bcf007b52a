package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a text.
 *
 * @param text without the line end
 * @param indent columns before the first visible character, a tab reaching the next multiple of eight
 */
record Line(String text, int indent) {

    private static final int TAB = 8;

    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            lines.add(new Line(line, indentOf(line)));
        }
        return lines;
    }

    private static int indentOf(String line) {
        int indent = 0;
        for (int i = 0; i < line.length() && Character.isWhitespace(line.charAt(i)); i++) {
            indent = line.charAt(i) == '\t' ? (indent / TAB + 1) * TAB : indent + 1;
        }
        return indent;
    }

    boolean blank() {
        return text.isBlank();
    }

    /** {@return whether the line rules off a heading or a table} */
    boolean rule() {
        return text.strip().matches("([=\\-~^*#+\"'_`])\\1{2,}|[=+|\\s-]{5,}");
    }

    /** {@return whether the line opens an item of a list} */
    boolean item() {
        return text.matches("\\s*(?:[-*+•]\\s+|\\(?\\d{1,3}[.)]\\s+|\\(?[a-z][.)]\\s+).*");
    }
}
