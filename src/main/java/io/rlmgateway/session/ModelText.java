package io.rlmgateway.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a root model wrote in one turn, read.
 *
 * @param cells Python to run, in order; may be empty
 * @param foreign languages of fenced blocks that are not Python, in order; may be empty
 * @param ending a final answer in prose, or null
 */
record ModelText(
        List<String> cells, List<String> foreign, @Nullable Ending ending) {

    ModelText {
        cells = List.copyOf(cells);
        foreign = List.copyOf(foreign);
    }

    /** A final answer in prose, outside of cells. */
    sealed interface Ending {

        /** {@code FINAL(text)}. */
        record Text(String text) implements Ending {}

        /** {@code FINAL_VAR(name)}. */
        record Variable(String name) implements Ending {}
    }
}
