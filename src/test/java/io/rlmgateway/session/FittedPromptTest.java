package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedPromptTest {

    private static final List<Message> OPENING = List.of(Message.system("how"), Message.user("question"));

    private static List<Message> turns(int count, int characters) {
        List<Message> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(Message.assistant("cell " + i));
            turns.add(Message.user(i + "😀".repeat(characters)));
        }
        return turns;
    }

    @Test
    void whatFitsStaysAsItIs() {
        List<Message> fitted = FittedPrompt.of(OPENING, turns(2, 5), 1_000);
        assertThat(fitted).startsWith(OPENING.toArray(Message[]::new)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 100, 150, 500, 2_000, 10_000})
    void theRestIsNeverLongerThanItMayBe(int tokens) {
        List<Message> fitted = FittedPrompt.of(OPENING, turns(30, 300), tokens);
        assertThat(TokenEstimate.of(fitted)).isLessThanOrEqualTo(Math.max(tokens, 60));
        assertThat(fitted).startsWith(OPENING.toArray(Message[]::new));
        assertThat(fitted.get(2).text()).startsWith("[Earlier turns are left out here.");
    }

    @Test
    void aLongMessageKeepsItsEnd() {
        Message last = FittedPrompt.of(OPENING, List.of(Message.user("x".repeat(9_000) + "the end")), 300)
                .getLast();
        assertThat(last.text()).startsWith("[…]\nxxx").endsWith("the end");
    }

    @Test
    void cutsNeverHalveACodePoint() {
        for (int tokens = 0; tokens < 12; tokens++) {
            assertThat(TokenCut.head("a😀b😀c", tokens).codePoints()).noneMatch(FittedPromptTest::half);
            assertThat(TokenCut.tail("a😀b😀c", tokens).codePoints()).noneMatch(FittedPromptTest::half);
        }
        assertThat(TokenCut.head("abcdef", 1)).isEqualTo("abc");
        assertThat(TokenCut.tail("abcdef", 1)).isEqualTo("def");
        assertThat(TokenCut.head("abc", 100)).isEqualTo("abc");
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
