package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlmgateway.upstream.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {

    @Test
    void severalQuestionsAreTakenApart() {
        assertThat(SubQuestions.of("What are the defaults of a_b and c_d, and what does e_f do?"))
                .containsExactly("What are the defaults of a_b", "What are the defaults of c_d", "what does e_f do?");
        assertThat(SubQuestions.of("Please help. What is a_b by default and what does it do? Answer briefly."))
                .containsExactly("What is a_b by default", "what does a_b do?");
        assertThat(SubQuestions.of("1. Who is Ann?\n2. Where is Bob?")).containsExactly("Who is Ann?", "Where is Bob?");
        assertThat(SubQuestions.of("What do the hops and malt settings do?"))
                .containsExactly("What do the hops settings do?", "What do the malt settings do?");
        assertThat(SubQuestions.of("What is bread and butter?")).containsExactly("What is bread and butter?");
        assertThat(SubQuestions.of("Tell me the code. Thanks.")).containsExactly("Tell me the code.");
        assertThat(SubQuestions.of("code of the door")).containsExactly("code of the door");
        assertThat(SubQuestions.of(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is the default of a_b?                  | DEFAULT     | a_b
            Is the pump on by default?                   | DEFAULT     | pump
            Which port does the server use by default?   | DEFAULT     | port
            What does the pump do?                       | DESCRIPTION | pump
            What is the purpose of a_b?                  | DESCRIPTION | a_b
            Explain the pump.                            | DESCRIPTION | pump
            Which command starts the pump?               | NAME        | ''
            Name the setting that limits water.          | NAME        | ''
            How do I start the pump?                     | NAME        | ''
            How many pumps can a house have?             | QUANTITY    | ''
            Who built it?                                | PERSON      | ''
            What is the code of the vault?               | FACT        | ''
            """)
    void formOfTheAnswerIsUnderstood(String text, Wanted wanted, String subject) {
        Question question = QuestionReader.read(text);
        assertThat(question.wanted()).isEqualTo(wanted);
        assertThat(question.subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            four megabytes (4MB) | 4194304
            64 kB                | 65536
            1.5 GB               | 1610612736
            32 TB                | 35184372088832
            five minutes         | 300
            2hours               | 7200
            3 days               | 259200
            1 week               | 604800
            500 ms               | 0.5
            20 us                | 0.00002
            1,600                | 1600
            12 apples            | 12
            """)
    void quantitiesAreComparable(String text, double value) {
        assertThat(Measure.of(text)).isCloseTo(value, within(1e-9));
        assertThat(Measure.of("none")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The default is on.                          | on
            It defaults to 8.                           | 8
            Default value: 9.                           | 9
            A value of zero (the default) disables it.  | zero
            -1 (the default) means no limit.            | -1
            How many (default: 20) to keep.             | 20
            The pump is off by default.                 | off
            5432 by default.                            | 5432
            At the default value of a_b=100 it is fair. | 100
            Slow is the default.                        | Slow
            The default setting of -1 selects a third.  | -1
            """)
    void defaultsAreReadFromManyForms(String sentence, String value) {
        assertThat(DefaultValues.in(sentence).value()).isEqualTo(value);
    }

    @Test
    void ownFormIsAnsweredWithOneLineOfJson() {
        String prompt = LeafPrompt.FORM
                .replace("<question>", "What is the \"default\" of a_b?")
                .replace("<text>", "a_b (integer)\n\n    The default is \"5\" pages.");
        assertThat(LeafReply.to(List.of(Message.user(prompt))))
                .startsWith("{\"answer\": \"")
                .contains("\"score\": ")
                .contains("\"number\": 5.0}")
                .doesNotContain("\n");
        assertThat(LeafReply.to(List.of(Message.user(prompt.replace("a_b?", "zz_z?")))))
                .contains("\"score\": 0, \"number\": null}");
    }

    @Test
    void foreignPromptsAreAnsweredInPlainWords() {
        assertThat(leaf("Answer.\nText: The cat sat. The dog ate the bone.\nQuestion: Who ate the bone?"))
                .isEqualTo("The dog ate the bone.");
        assertThat(leaf("Context:\nThe code of the vault is 77.\n\nWhat is the code of the vault?"))
                .isEqualTo("77 — “The code of the vault is 77.”");
        assertThat(leaf("Find the code of the vault.\n\nThe code of the vault is 77."))
                .startsWith("77");
        assertThat(leaf("What is the capital of Spain?\nMadrid is the capital of Spain."))
                .contains("Madrid");
        assertThat(leaf("Summarize the text:\n\nThe quick brown fox jumps over the dog."))
                .startsWith("The quick");
        assertThat(leaf("The quick brown fox jumps over the lazy dog.")).startsWith("The quick");
        assertThat(leaf("Who is Ann?\n\nThe sea was calm that day and nobody spoke."))
                .isEqualTo("The text does not say.");
        assertThat(leaf("Who is Ann?")).isEqualTo("There is no text to answer from.");
    }

    private static String leaf(String prompt) {
        return LeafReply.to(List.of(Message.system("Be brief."), Message.user(prompt)));
    }
}
