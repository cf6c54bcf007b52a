package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.upstream.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubCallNotesTest {

    private final SubCallNotes notes = new SubCallNotes(0.2);

    private static SubQuestion question(String prompt) {
        return new SubQuestion(List.of(Message.user(prompt)), null, null);
    }

    private void answered(String prompt, Object... answers) {
        for (Object answer : answers) {
            notes.answered(question(prompt), answer);
        }
    }

    @Test
    void anOrdinaryCellIsToldNothing() {
        answered("Is it red?", "yes", "Yes.", " YES!");
        answered("Is it big?", "no");
        assertThat(notes.take()).isEmpty();
    }

    @Test
    void contradictoryShortRepliesAreShownInOneLine() {
        answered("Is it\n red?", "Yes.", "no", "yes", new MarkedAnswer("yes", Map.of("quotes", List.of())));
        assertThat(notes.take())
                .isEqualTo("[different replies to the same prompt: Is it red? → \"Yes.\" (3), \"no\" (1)]\n");
    }

    @Test
    void signsAndUnitsMakeAnotherAnswer() {
        answered("How much?", "5", "-5");
        assertThat(notes.take()).contains("\"5\" (1), \"-5\" (1)");
    }

    @Test
    void longRepliesAreNotCompared() {
        answered("Why?", "because ".repeat(20), "therefore ".repeat(20));
        assertThat(notes.take()).isEmpty();
    }

    @Test
    void ofManyContradictionsAFewAreShown() {
        for (int i = 0; i < 5; i++) {
            answered(i + " " + "x".repeat(100), "a", "b");
        }
        assertThat(notes.take())
                .contains("0 " + "x".repeat(58) + "… → \"a\" (1), \"b\" (1); 1 xx")
                .endsWith("; and 2 more prompts]\n");
    }

    @Test
    void aPartialFailureAboveTheShareIsToldOnce() {
        answered("a", "1", "1", "1", "1", "1", "1");
        notes.failed("timed out");
        notes.failed("the upstream\nfailed");
        notes.failed("timed out");
        assertThat(notes.take()).isEqualTo("[3 of 9 sub-calls failed, most often: timed out]\n");
        assertThat(notes.take()).isEmpty();
    }

    @Test
    void aPartialFailureUpToTheShareIsNot() {
        answered("a", "1", "1", "1", "1");
        notes.failed("timed out");
        assertThat(notes.take()).isEmpty();
    }

    @Test
    void aSingleFailureIsItsOwnTraceback() {
        notes.failed("timed out");
        assertThat(notes.take()).isEmpty();
    }
}
