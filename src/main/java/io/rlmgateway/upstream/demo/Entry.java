package io.rlmgateway.upstream.demo;

import java.util.List;

/**
 * A named piece of reference text: a heading that names a thing, and what is said below or beside it.
 *
 * @param form how the heading is written
 * @param heading the heading's line, blanks collapsed
 * @param body what follows, lines kept; may be empty
 */
record Entry(Form form, String heading, String body) {

    private static final double PAGE = 2_000;

    /** How a heading is written, the more certain ones first. */
    enum Form {
        /** {@code name (integer)} or {@code name - INTEGER}. */
        TYPED(1),
        /** A name over a rule of {@code ====}, or after a number or hashes. */
        SECTION(0.98),
        /** {@code NAME — what it is}. */
        DASH(0.97),
        /** {@code name=} before a text, as parameters of a command line are listed. */
        EQUALS(0.95),
        /** {@code name ( argument type )}. */
        SIGNATURE(0.95),
        /** A name alone over an indented text. */
        TERM(0.95),
        /** {@code name: what it is}. */
        COLON(0.9),
        /** A name and its text in two columns. */
        COLUMN(0.85),
        /** A name alone over a text that is not indented. */
        LOOSE(0.6);

        private final double certainty;

        Form(double certainty) {
            this.certainty = certainty;
        }

        double certainty() {
            return certainty;
        }
    }

    /** {@return whether more is said here than in a line or two: 0 for nothing, 1 for a page} */
    double depth() {
        return Math.min(1, body.length() / PAGE);
    }

    /** {@return the names in the heading} */
    List<String> names() {
        return Words.tokens(heading).stream().filter(Words::isIdentifier).toList();
    }

    /** {@return the sentences of the body} */
    List<Sentence> sentences() {
        return Prose.sentences(body);
    }
}
