package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplKit;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.TestFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ready functions over pieces of the texts. */
class PiecesTest extends ReplKit {

    private final List<List<String>> batches = new ArrayList<>();

    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }

    private static ReplFunction chunkSize() {
        return TestFunction.of("__chunk_size__()", arguments -> 10);
    }

    private ReplFunction batched() {
        return TestFunction.of("llm_query_batched(prompts, *, model=None)", this::answers);
    }

    private @Nullable Object answers(Arguments arguments) {
        List<String> prompts =
                arguments.list("prompts").stream().map(String::valueOf).toList();
        batches.add(prompts);
        return prompts.stream().map(PiecesTest::answer).toList();
    }

    /** Says what it was shown; fails for a text with an x in it. */
    private static Object answer(String prompt) {
        String text = prompt.substring(prompt.indexOf("\nText:\n") + 7);
        if (text.contains("x")) {
            return new FailedAnswer("no reply");
        }
        return prompt.contains("yes or no") ? text.contains("b") ? "**Yes**, it is." : "No." : "<" + text + ">";
    }

    @Test
    void mapAsksAboutEveryPieceAtOnceAndCutsAtLineEnds() {
        Repl repl = open(chunkSize(), batched());
        assertThat(printed(repl, "print(map_chunks('one two\\nthree four\\nfive', 'What?'))"))
                .isEqualTo("['<one two\\n>', '<three >', '<four\\nfive>']\n");
        assertThat(batches).hasSize(1);
        assertThat(batches.getFirst().getFirst())
                .isEqualTo("Question: What?\n\nAnswer from the text below alone.\n\nText:\none two\n");
        assertThat(printed(repl, "print(len(map_chunks('y' * 25, 'What?')), len(map_chunks('y' * 25, 'What?', 20)))"))
                .isEqualTo("3 2\n");
    }

    @Test
    void mapTakesListsAndKeepsFailures() {
        Repl repl = open(chunkSize(), batched());
        assertThat(printed(repl, "r = map_chunks(['a', 'x', ''], 'What?', size=5)\nprint(r, r[1].error)"))
                .isEqualTo("['<a>', 'Error: no reply'] no reply\n");
        assertThat(printed(repl, "print(map_chunks('', 'What?'))")).isEqualTo("[]\n");
        assertThat(batches).hasSize(1);
    }

    @Test
    void filterKeepsThePiecesWithYesAndThoseThatFailed() {
        Repl repl = open(chunkSize(), batched());
        assertThat(printed(repl, "print(filter_chunks(['a', 'b', 'x', 'ab'], 'Is there a b?'))"))
                .isEqualTo("['b', 'x', 'ab']\n");
        assertThat(batches).hasSize(1);
    }

    @Test
    void reducePutsGroupsTogetherUntilOneIsLeft() {
        Repl repl = open(chunkSize(), batched());
        printed(repl, "print(reduce_answers(['aaaa', 'bbbb', '', 'cccc', 'dddd', 'eeee'], 'Which?'))");
        assertThat(batches).extracting(List::size).containsExactly(3, 2, 1);
        assertThat(batches.getFirst().getFirst())
                .isEqualTo(
                        "Question: Which?\n\nBelow are answers from parts of a text. Answer from them alone.\n\nText:\n"
                                + "Answer 1:\naaaa\n\nAnswer 2:\nbbbb");
        printed(repl, "reduce_answers(['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'], 'Which?', 1000)");
        assertThat(batches.getLast()).hasSize(1);
    }

    @Test
    void reduceLeavesFailedAnswersOutAndRaisesWhereNothingIsLeft() {
        Repl repl = open(chunkSize(), batched());
        printed(repl, "failed = map_chunks(['x'], 'What?')");
        assertThat(printed(repl, "print(reduce_answers(failed + ['a'], 'Which?'))"))
                .isEqualTo("<Answer 1:\na>\n");
        assertThat(failed(repl, "reduce_answers(failed, 'Which?')").error())
                .isEqualTo("LLMError: there are no answers to put together");
        assertThat(failed(repl, "reduce_answers(['x', 'y'], 'Which?')").error()).isEqualTo("LLMError: no reply");
    }

    @Test
    void wrongArgumentsAreToldAndHelpSaysHow() {
        Repl repl = open(chunkSize(), batched());
        assertThat(failed(repl, "map_chunks(context, 5)").error())
                .isEqualTo("TypeError: question must be str, not int");
        assertThat(failed(repl, "map_chunks(5, 'What?')").error()).startsWith("TypeError: ");
        assertThat(failed(repl, "map_chunks(context, 'What?', 'big')").error())
                .isEqualTo("TypeError: size must be int, not str");
        assertThat(failed(repl, "filter_chunks(context, 'What?', 0)").error())
                .isEqualTo("ValueError: size must be positive");
        assertThat(printed(repl, "help(map_chunks)"))
                .contains("map_chunks(text, question, size=None, *, model=None)")
                .contains("all at once");
        assertThat(printed(repl, "print(filter_chunks.__doc__[:20], reduce_answers.__doc__[:8])"))
                .isEqualTo("The pieces of `text` Has many\n");
    }

    @Test
    void aNameThatACellOverwroteDoesNotDisturbThem() {
        Repl repl = open(chunkSize(), batched());
        assertThat(printed(repl, "llm_query_batched = chunk = None\nprint(map_chunks('abc', 'What?'))"))
                .isEqualTo("['<abc>']\n");
    }
}
