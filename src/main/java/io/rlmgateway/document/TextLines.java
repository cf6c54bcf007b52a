package io.rlmgateway.document;

import java.io.IOException;
import java.io.Writer;

/** Writes running text as lines: white space is collapsed, breaks are merged, no line ends in a space. */
public final class TextLines {

    private final Writer output;
    private int breaks;
    private boolean space;
    private boolean begun;

    /**
     * Begins with nothing.
     *
     * @param output where the lines go, not closed
     */
    public TextLines(Writer output) {
        this.output = output;
    }

    /**
     * Asks for line feeds before whatever comes next; several wishes are merged into the largest.
     *
     * @param feeds how many
     */
    public void breakLine(int feeds) {
        breaks = Math.max(breaks, feeds);
        space &= feeds == 0;
    }

    /**
     * Writes running text.
     *
     * @param text its white space is collapsed
     * @throws IOException when the output fails
     */
    public void text(String text) throws IOException {
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

    /**
     * Writes a text as it is.
     *
     * @param text the text
     * @throws IOException when the output fails
     */
    public void verbatim(String text) throws IOException {
        if (!text.isEmpty()) {
            separate();
            output.write(text);
        }
    }

    /**
     * Writes what stands before the next character, so that it belongs to what was before.
     *
     * @throws IOException when the output fails
     */
    public void separate() throws IOException {
        if (begun && breaks > 0) {
            output.write("\n".repeat(breaks));
        } else if (begun && space) {
            output.write(' ');
        }
        begun = true;
        space = false;
        breaks = 0;
    }

    /**
     * Ends the last line.
     *
     * @throws IOException when the output fails
     */
    public void end() throws IOException {
        if (begun) {
            output.write('\n');
        }
    }
}
