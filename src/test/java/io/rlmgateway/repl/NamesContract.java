package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python sees at its start, and the ways to give the final answer. */
public abstract class NamesContract extends ReplKit {

    @Test
    void oneDocumentIsAString() {
        Repl repl = openWith("ä😀b");

        assertThat(printed(repl, "print(type(context).__name__, len(context), context[1:], context_0 == context)"))
                .isEqualTo("str 3 😀b True\n");
        assertThat(printed(repl, "d = documents[0]\nprint(d.id, d.name, d.length, d.media_type, d.text == context)"))
                .isEqualTo("file-0 file-0.txt 3 text/plain True\n");
        printed(repl, "context = context.upper()");
        assertThat(printed(repl, "print(context, context_0)")).isEqualTo("Ä😀B ä😀b\n");
    }

    @Test
    void severalDocumentsAreAListInOrder() {
        assertThat(printed(openWith("one", "two"), "print(context, context_1, len(documents))"))
                .isEqualTo("['one', 'two'] two 2\n");
    }

    @Test
    void variablesOfTheSetupAreRealPythonData() {
        Repl repl = open(new ReplSetup(
                "tenant",
                List.of(),
                Map.of("context", "text", "history", List.of(Map.of("role", "user", "content", "hi"))),
                List.of(),
                LIMITS));

        assertThat(printed(
                        repl,
                        "import copy\nprint(context, json.dumps(history, sort_keys=True), isinstance(history[0], dict),"
                                + " copy.deepcopy(history) == history, documents)"))
                .isEqualTo("text [{\"content\": \"hi\", \"role\": \"user\"}] True True []\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "answer['content'] = 'x'; answer['ready'] = True",
                "answer.update(content='x', ready=True)",
                "answer |= {'content': 'x', 'ready': True}",
                "answer = {'content': 'x', 'ready': True}",
                "answer = dict(answer, content='x', ready=1)",
                "FINAL('x')",
                "v = 'x'\nFINAL_VAR('v')",
                "v = 'x'\nFINAL_VAR(\"'v'\")",
                "SUBMIT('x')",
                "SUBMIT(answer='x')",
                "try:\n    FINAL('x')\nexcept Exception:\n    pass\nprint('not reached')",
                "try:\n    SUBMIT('x')\nexcept:\n    1 / 0",
                "def f():\n    FINAL('x')\nf()"
            })
    void everyWayToAnswerEndsTheSession(String code) {
        assertThat(finished(open(), code)).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FINAL({'a': [1, None, True]})   | {"a": [1, null, true]}
                    FINAL(['ä'])                    | ["ä"]
                    FINAL(3.5)                      | 3.5
                    FINAL(None)                     | None
                    FINAL((1, 2))                   | (1, 2)
                    FINAL({'s': {1}})               | {"s": "{1}"}
                    SUBMIT(total=5, mean=2.5)       | {"total": 5, "mean": 2.5}
                    SUBMIT(1, 'b')                  | [1, "b"]
                    FINAL('\\ud800')                | \uFFFD
                    """)
    void valuesThatAreNoStringsBecomeText(String code, String answer) {
        assertThat(finished(open(), code)).isEqualTo(answer);
    }

    @Test
    void unknownVariableIsAnErrorThatListsTheVariables() {
        Repl repl = open();
        printed(repl, "total = 3");

        assertThat(failed(repl, "FINAL_VAR('sum')").error())
                .startsWith("NameError: there is no variable 'sum'; the variables are: ")
                .contains("total: int");
        assertThat(finished(repl, "FINAL_VAR('total')")).isEqualTo("3");
    }

    @Test
    void stringAssignedToAnswerStaysAndIsItsContent() {
        Repl repl = open();
        printed(repl, "answer = 'forty-two'");

        assertThat(printed(repl, "print(answer, answer['ready'], answer[:5])")).isEqualTo("forty-two False forty\n");
        assertThat(finished(repl, "answer['ready'] = True")).isEqualTo("forty-two");
    }

    @Test
    void answerThatIsNotReadyLetsTheSessionGoOn() {
        Repl repl = open();
        printed(repl, "answer['content'] = 'draft'");
        printed(repl, "print(answer)");

        assertThat(finished(repl, "answer['ready'] = True")).isEqualTo("draft");
    }

    @Test
    void answerThatWasGivenOnceDoesNotEndTheNextCells() {
        Repl repl = open();

        assertThat(finished(repl, "answer.update(content='x', ready=True)")).isEqualTo("x");
        assertThat(printed(repl, "print(answer)")).isEqualTo("{'content': 'x', 'ready': False}\n");
        printed(repl, "answer = 'y'");
        assertThat(finished(repl, "answer['ready'] = True")).isEqualTo("y");
        assertThat(printed(repl, "print(answer, answer['ready'])")).isEqualTo("y False\n");
    }

    @Test
    void namesThatACellOverwroteAreRestored() {
        Repl repl = open(TestFunction.of("llm_query(prompt)", arguments -> "reply"));
        printed(repl, "llm_query = FINAL = None\ndel SUBMIT, FINAL_VAR\nchunk = 'mine'\ndel answer");

        assertThat(printed(repl, "print(llm_query('a'), chunk, answer)"))
                .isEqualTo("reply mine {'content': '', 'ready': False}\n");
        assertThat(finished(repl, "SUBMIT('done')")).isEqualTo("done");
    }

    @Test
    void variablesAreShownWithTheirTypes() {
        Repl repl = open();
        printed(repl, "total, _names = 3, ['a']");

        assertThat(printed(repl, "print(SHOW_VARS())")).contains("context: str").contains("total: int, _names: list");
    }

    @Test
    void grepGivesLinesWithOffsets() {
        Repl repl = openWith("first line\nsecond LINE\n\nthird\n");

        assertThat(printed(repl, """
                        found = grep(r'(?i)line')
                        print(found)
                        print(found[1], found[1].line, found[1].start, context[found[1].start:found[1].end])
                        print(len(grep('i', k=2)), grep('none'), grep('b', ['abc', 'b'])[1].document, found[0].upper())
                        """)).isEqualTo("""
                        [Match(line=1, start=6, text='first line'), Match(line=2, start=18, text='second LINE')]
                        second LINE 2 18 LINE
                        2 [] 1 FIRST LINE
                        """);
    }

    @Test
    void chunkAndPeekCutTexts() {
        Repl repl = openWith("abcdefghij", "0123");

        assertThat(
                        printed(
                                repl,
                                "print(chunk(context_0, 4, 1), chunk('', 3), chunk([1, 2, 3], 2))\nprint(peek(8, 12), peek(0, 3, context_1))"))
                .isEqualTo("['abcd', 'defg', 'ghij'] [''] [[1, 2], [3]]\nij01 012\n");
        assertThat(failed(repl, "chunk('a', 2, 2)").error()).startsWith("ValueError: size must be positive");
    }

    @Test
    void startIsNotReportedAsVariables() {
        Repl repl = openWith("text");

        assertThat(repl.variables()).isEmpty();
        assertThat(repl.execute("1").output().variables()).isEmpty();
    }

    @Test
    void pythonIsToldFromProse() {
        Repl repl = open();

        assertThat(repl.parses("x = await f()\nprint(x)")).isTrue();
        assertThat(repl.parses("The answer is here.")).isFalse();
    }
}
