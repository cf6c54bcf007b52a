package io.rlmgateway.repl.replay;

import static io.rlmgateway.repl.replay.ScriptedInterpreters.failed;
import static io.rlmgateway.repl.replay.ScriptedInterpreters.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellTraceTest {

    /** What a cell shows. */
    enum Shown {
        OUTPUT("it printed something else"),
        VALUE("it came to something else"),
        ERROR("it came to something else"),
        ANSWER("it came to something else"),
        VARIABLE("it assigned something else to x"),
        NAME("it assigned other variables");

        private final String difference;

        Shown(String difference) {
            this.difference = difference;
        }

        private CellTrace trace(String text) {
            return CellTrace.of(execution(text));
        }

        private Execution execution(String text) {
            return switch (this) {
                case OUTPUT -> printed(text);
                case VALUE -> new Execution.Printed(new CellOutput(List.of(), text, List.of()));
                case ERROR -> failed("ValueError: " + text);
                case ANSWER -> new Execution.Finished(CellOutput.NONE, text);
                case VARIABLE -> assigned("x", text);
                case NAME -> assigned(text, "1");
            };
        }

        private static Execution assigned(String name, String preview) {
            return new Execution.Printed(
                    new CellOutput(List.of(), null, List.of(new CellOutput.Variable(name, "str", preview))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cellThatShowsTheSameIsNotDifferent(Shown shown) {
        assertThat(shown.trace("same").difference(shown.trace("same"))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void cellThatShowsSomethingElseIsDifferent(Shown shown) {
        assertThat(shown.trace("one").difference(shown.trace("other"))).isEqualTo(shown.difference);
    }

    @Test
    void cellThatEndsOtherwiseIsDifferent() {
        Execution stopped = new Execution.Stopped(CellOutput.NONE, "time limit of 1 s reached", true);

        assertThat(Shown.ANSWER.trace("x").difference(Shown.ERROR.trace("x")))
                .isEqualTo("it ended with ValueError instead of an answer");
        assertThat(Shown.OUTPUT.trace("x").difference(CellTrace.of(stopped)))
                .isEqualTo("it ended with a stop instead of no error");
    }

    @ParameterizedTest
    @EnumSource(names = "NAME", mode = EnumSource.Mode.EXCLUDE)
    void addressesAndNumbersOfThreadsMayChange(Shown shown) {
        String one = "<A object at 0x7f01a> <Thread(Thread-1, started 1)> <Thread(Thread-2, stopped daemon 12)>";
        String other = "<A object at 0x7f02b> <Thread(Thread-1, started 3)> <Thread(Thread-2, stopped daemon 7)>";

        assertThat(shown.trace(one).difference(shown.trace(other))).isNull();
    }

    @Test
    void previewThatWasCutElsewhereIsTheSame() {
        String one = "[" + "<Thread(Thread-1, stopped 1)>, ".repeat(6) + "<Thre…";
        String other = "[" + "<Thread(Thread-1, stopped 123)>, ".repeat(5) + "<Thread(T…";

        assertThat(Shown.VARIABLE.trace(one).difference(Shown.VARIABLE.trace(other)))
                .isNull();
    }
}
