package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutReplyTest {

    /** Enough of Python for these texts: brackets and quotes closed, no number behind a number. */
    private static boolean isPython(String code) {
        return code.chars().filter(c -> c == '[').count()
                        == code.chars().filter(c -> c == ']').count()
                && code.chars().filter(c -> c == '"').count() % 2 == 0
                && !code.matches("(?s).*\\d\\s+\\d.*")
                && !code.contains("```");
    }

    static Stream<Arguments> continuations() {
        String cell = "```repl\nrows = [1,\n  20, 30, ";
        return Stream.of(
                arguments("the rest", cell, "40]\n```", "rows = [1,\n  20, 30, 40]"),
                arguments("the rest without a fence", cell, "40]", "rows = [1,\n  20, 30, 40]"),
                arguments("the rest and prose", cell, "40]\n```\nSo.", "rows = [1,\n  20, 30, 40]"),
                arguments("the last words again", cell, "  20, 30, 40]\n```", "rows = [1,\n  20, 30, 40]"),
                arguments("a fence before the rest", cell, "```repl\n40]\n```", "rows = [1,\n  20, 30, 40]"),
                arguments(
                        "a fence and the last words",
                        cell,
                        "```python\n  20, 30, 40]\n```",
                        "rows = [1,\n  20, 30, 40]"),
                arguments(
                        "all of it again",
                        cell,
                        "```repl\nrows = [1,\n  20, 30, 41]\n```",
                        "rows = [1,\n  20, 30, 41]"),
                arguments("another cell", cell, "```repl\nrows = load()\n```", "rows = load()"),
                arguments("a cut inside a word", "```repl\nx = \"on", "e\"\n```", "x = \"one\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("continuations")
    void modelsGoOnInManyWays(String way, String unfinished, String more, String code) {
        String joined = CutReply.joined(unfinished, more, false, CutReplyTest::isPython);
        assertThat(ModelTextReader.read(joined, false, CutReplyTest::isPython).cells())
                .as(way)
                .isEqualTo(List.of(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```repl\nFINAL(text)\n```", "So I end with the variable.\nFINAL_VAR(\"text\")"})
    void aFinalThatWasGivenUpIsNoPartOfWhatBeginsAnew(String more) {
        assertThat(CutReply.joined("FINAL(The result is ", more, false, CutReplyTest::isPython))
                .isEqualTo(more);
    }

    @Test
    void aFinalIsGoneOnWith() {
        assertThat(CutReply.joined("FINAL(The result is ", "42)", false, CutReplyTest::isPython))
                .isEqualTo("FINAL(The result is 42)");
    }

    @Test
    void aPartThatIsCutTooIsOnlyJoined() {
        String joined = CutReply.joined("```repl\nrows = [10, 20, 30, ", "20, 30, 40, ", true, CutReplyTest::isPython);
        assertThat(joined).isEqualTo("```repl\nrows = [10, 20, 30, 40, ");
        ModelText text = ModelTextReader.read(joined, true, CutReplyTest::isPython);
        assertThat(text.cells()).isEmpty();
        assertThat(text.unfinished()).isEqualTo(joined);
    }
}
