package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootReplyTest {

    @Test
    void sessionLooksThenAsksThenAnswers() {
        String question = "What is the default of a_b?";
        String look = next(question);
        assertThat(look)
                .contains("```repl")
                .contains("# Step look")
                .contains("search(query")
                .endsWith("```");
        String ask = next(question, look, "str | 'What …': 3 passages");
        assertThat(ask).contains("# Step ask").contains("llm_query_batched");
        String answer = next(question, look, "3 passages", ask, "3 replies, 0 of them unusable");
        assertThat(answer).contains("answer[\"ready\"] = True").contains("cite(");
    }

    @Test
    void countingReadsTheWholeText() {
        String question = "How many lines mention \"blue door\"?";
        String look = next(question);
        assertThat(look).contains("# Step look").contains("def tallied(").doesNotContain("$TALLY");
        assertThat(next("Who is Ann?")).doesNotContain("def tallied(").doesNotContain("$TALLY");
        assertThat(next(question, look, "'How many …': 4 passages")).contains("# Step ask");
        assertThat(next(question, look, "1 places\nNothing is left to ask.\n")).contains("# Step answer");
        assertThat(next(question, look, "'Nothing is left to ask.'")).contains("# Step ask");
    }

    @Test
    void failedCellIsFollowedByASimplerOneAndThenByTheEnd() {
        String question = "What is the default of a_b?";
        String look = next(question);
        String error = "Traceback (most recent call last):\n  File \"<cell>\"\nNameError: name 'search' is not defined";
        String scan = next(question, look, error);
        assertThat(scan).contains("# Step look: again").contains("without the search");
        assertThat(next(question, look, "search failed: no index")).isEqualTo(scan);
        assertThat(next(question, look, error, scan, "2 passages")).contains("# Step ask");
        assertThat(next(question, look, error, scan, error, scan, error)).contains("# Step surrender");
        assertThat(next(question, next(question, look, "x", next(question, look, "x"), "y"), error))
                .contains("# Step surrender");
        assertThat(next(question, next(question, look, error, scan, error, scan, error), "still here"))
                .contains("# Step surrender");
    }

    @Test
    void questionBesidePlaceholdersIsTaken() {
        assertThat(Transcript.of(opening("", "[documents[0] \"a.txt\": 120,000 characters, in context]\nWho is it?"))
                        .question())
                .isEqualTo("Who is it?");
    }

    @Test
    void questionInTheInstructionsIsTakenWhereTheMessagesHoldTheTextAlone() {
        List<Message> messages = opening("> Is it here?", "[documents[0] \"a\": 9 characters]");
        messages.removeFirst();
        messages.addFirst(Message.system("Write Python.\n\nWhat the answer must follow:\n\nWho is it? Be brief."));

        assertThat(Transcript.of(messages).question()).isEqualTo("Who is it?");
    }

    @Test
    void questionInsideTheLongTextIsFoundInItsExcerpts() {
        String facts =
                "documents[0] \"text-1.txt\". It begins:\n> Once upon a time.\nIt ends:\n> The end.\n> Who slept?";
        assertThat(Transcript.of(opening(facts, "[documents[0] \"text-1.txt\": 120,000 characters, in context]"))
                        .question())
                .isEqualTo("Who slept?");
    }

    @Test
    void missingQuestionIsSaid() {
        assertThat(RootReply.to(Transcript.of(opening("no excerpt", "[documents[0] \"a\": 9 characters]"))))
                .contains("FINAL(");
        assertThat(RootReply.to(Transcript.of(List.of()))).contains("FINAL(");
    }

    @Test
    void nothingInAQuestionCanLeaveItsLiteral() {
        String look = next("What is \"x\" \\ `y` ```\n\"\"\" + __import__('os') \u2028 😀 \uD800 ?");
        assertThat(look).doesNotContain("\"\"\" + __import__").contains("😀").contains("\uFFFD");
        assertThat(look.split("```", -1)).hasSize(3);
    }

    @Test
    void comparisonAsksForEachName() {
        String look = next("Which is smaller by default, a_b or c_d?");
        assertThat(look).contains("What is the default of a_b?").contains("What is the default of c_d?");
        String question = "Which has the larger maximum, a_b or c_d?";
        assertThat(next(question, next(question, next(question), "1 passages"), "2 replies"))
                .contains("reverse=True")
                .contains("if True else");
    }

    @Test
    void closingAnswersFromTheOutputs() {
        List<Message> messages = opening("facts", "What is the default of a_b?");
        messages.add(Message.assistant("# Step ask: x"));
        messages.add(Message.user(
                "'What …?':\n  98: 'five' in a.txt 1-9\n  60: 'six' in a.txt 1-9\n'Next?':\n  20: 'x' in a 1-2"));
        messages.add(Message.user("Write the final answer now."));
        assertThat(ClosingReply.to(messages)).isEqualTo("five");
    }

    @Test
    void closingReadsPrintedTextAndSaysWhenThereIsNone() {
        List<Message> messages = opening("facts", "Who ate the bone?");
        messages.add(Message.assistant("print"));
        messages.add(Message.user("The dog ate the bone."));
        assertThat(ClosingReply.to(messages)).contains("The dog ate the bone");
        assertThat(ClosingReply.to(opening("facts", "Who ate the bone?"))).contains("does not say");
    }

    private static String next(String question, String... turns) {
        List<Message> messages = opening("`context` is a str.", question);
        for (int i = 0; i < turns.length; i++) {
            messages.add(i % 2 == 0 ? Message.assistant(turns[i]) : Message.user(turns[i]));
        }
        return RootReply.to(Transcript.of(messages));
    }

    private static List<Message> opening(String facts, String question) {
        return new ArrayList<>(List.of(Message.system("rules"), Message.user(facts), Message.user(question)));
    }
}
