package io.rlmgateway.evaluation.task;

import java.io.IOException;

/**
 * A text with a question, which is written when it is its turn.
 *
 * @param id unique in an evaluation, and the same in each run of it
 * @param kind what the question asks for, as {@code needle-single}
 * @param tokens of the text, at four characters each; for a benchmark's example a power of two, its length rounded up
 * @param author who writes the text
 */
public record Task(String id, String kind, long tokens, Author author) {

    /** Characters that are counted as a token of text. */
    public static final int CHARACTERS_PER_TOKEN = 4;

    /** Writes a text. */
    @FunctionalInterface
    public interface Author {

        /**
         * Writes the text, piece by piece.
         *
         * @param text where it goes
         * @return what to ask about it
         * @throws IOException when it cannot be written, or its source cannot be read
         */
        Exercise write(Appendable text) throws IOException;
    }
}
