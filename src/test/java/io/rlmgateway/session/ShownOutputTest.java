package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.CellOutput.Variable;
import io.rlmgateway.repl.Execution;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownOutputTest {

    private static CellOutput output(String text, @Nullable String value, String... names) {
        return new CellOutput(
                List.of(new Piece(Stream.OUT, text)),
                value,
                List.of(names).stream()
                        .map(name -> new Variable(name, "int", "1"))
                        .toList());
    }

    private static String shown(int cap, Execution execution) {
        return new ShownOutput(cap).of(execution);
    }

    @Test
    void outputThenValueThenNames() {
        assertThat(shown(100, new Execution.Printed(output("a\n", "42", "x", "y"))))
                .isEqualTo("a\n42\nVariables set: x, y\n");
    }

    @Test
    void nothingPrintedIsSaid() {
        assertThat(shown(100, new Execution.Printed(CellOutput.NONE))).isEqualTo("(nothing printed)\n");
    }

    @Test
    void outputBeforeAnErrorIsKept() {
        assertThat(shown(100, new Execution.Failed(output("a", null), "E", "Traceback: E")))
                .isEqualTo("a\nTraceback: E\n");
    }

    @Test
    void aStoppedCellSaysWhy() {
        assertThat(shown(100, new Execution.Stopped(output("a", null), "time", true)))
                .isEqualTo("a\ncell stopped: time\n");
    }

    @Test
    void headAndTailOfLongOutputAreKept() {
        assertThat(shown(10, new Execution.Printed(output("abcdefghijklmnopqrst\n", null))))
                .isEqualTo("abcde\n… 11 characters left out …\nqrst\n");
    }

    @Test
    void noPairIsCutInHalf() {
        String shown = shown(10, new Execution.Printed(output("abcd😀" + "x".repeat(20) + "😀efg\n", null)));
        assertThat(shown).isEqualTo("abcd😀\n… 21 characters left out …\nefg\n");
    }

    @Test
    void theSmallestCapShowsAtLeastHowMuchIsLeftOut() {
        assertThat(shown(1, new Execution.Finished(output("abc", null), "x"))).contains("4 characters left out");
    }

    @Test
    void ofManyNamesTheFirstAreShown() {
        String[] names = IntStream.range(0, 60).mapToObj(i -> "v" + i).toArray(String[]::new);
        assertThat(shown(100, new Execution.Printed(output("", null, names)))).endsWith("v48, v49 and 10 more\n");
    }
}
