package io.rlmgateway.evaluation.task;

import java.io.IOException;

/** A text that is being written, and how long it is so far. */
final class Page {

    private final Appendable text;
    private long written;

    Page(Appendable text) {
        this.text = text;
    }

    void write(String piece) throws IOException {
        text.append(piece);
        written += piece.length();
    }

    /** {@return characters so far} */
    long written() {
        return written;
    }
}
