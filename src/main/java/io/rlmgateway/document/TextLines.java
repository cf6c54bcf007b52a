package io.rlmgateway.document;

import java.io.IOException;
import java.io.Writer;

/** Writes running text as lines: white space is collapsed, breaks are merged, no line ends in a space. */
final class HtmlLines {

    private final Writer output;
    private int breaks;
    private boolean space;
    private boolean begun;

    HtmlLines(Writer output) {
        this.output = output;
    }

    /** Asks for this many line feeds before whatever comes next; several wishes are merged into the largest. */
    void breakLine(int feeds) {
        breaks = Math.max(breaks, feeds);
        space &= feeds == 0;
    }

    void text(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                space = true;
            } else {
                separate();
                output.write(c);
            }
        }
    }

    void verbatim(String text) throws IOException {
        if (!text.isEmpty()) {
            separate();
            output.write(text);
        }
    }

    private void separate() throws IOException {
        if (begun && breaks > 0) {
            output.write("\n".repeat(breaks));
        } else if (begun && space) {
            output.write(' ');
        }
        begun = true;
        space = false;
        breaks = 0;
    }

    void end() throws IOException {
        if (begun) {
            output.write('\n');
        }
    }
}
