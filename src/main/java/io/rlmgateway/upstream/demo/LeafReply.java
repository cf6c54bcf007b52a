package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.List;

/** Answers a sub-question from the text that came with it. */
final class LeafReply {

    /** Readings below this are no answers. */
    static final int ENOUGH = 50;

    private static final int FIRST_SENTENCES = 3;

    private LeafReply() {}

    static String to(List<Message> messages) {
        LeafPrompt prompt = LeafPrompt.of(messages);
        if (prompt.structured()) {
            return structured(Reader.read(QuestionReader.read(prompt.question()), prompt.text()));
        }
        return plain(prompt);
    }

    private static String structured(Reading reading) {
        Double number = Measure.of(reading.answer());
        return "{\"answer\": " + Quoted.of(reading.answer()) + ", \"quote\": " + Quoted.of(reading.quote())
                + ", \"score\": " + reading.score() + ", \"number\": " + (number == null ? "null" : number.toString())
                + "}";
    }

    /** {@return an answer in plain sentences, or a statement that the text does not say} */
    static String plain(LeafPrompt prompt) {
        if (prompt.text().isBlank()) {
            return "There is no text to answer from.";
        }
        if (prompt.question().isBlank() || prompt.question().matches("(?is).*\\bsummar(?:y|i[sz]e)\\b.*")) {
            return beginning(prompt.text());
        }
        List<String> answers = new ArrayList<>();
        for (String question : SubQuestions.of(prompt.question())) {
            Reading reading = Reader.read(QuestionReader.read(question), prompt.text());
            answers.add(reading.score() < ENOUGH ? "The text does not say." : said(reading));
        }
        return String.join("\n", answers.stream().distinct().toList());
    }

    static String said(Reading reading) {
        boolean whole = reading.quote().contains(reading.answer())
                && reading.answer().length() > reading.quote().length() - 2;
        return whole ? reading.answer() : reading.answer() + " — “" + reading.quote() + "”";
    }

    private static String beginning(String text) {
        return String.join(
                " ",
                Prose.sentences(text).stream()
                        .map(Sentence::text)
                        .filter(sentence -> sentence.length() > 20)
                        .limit(FIRST_SENTENCES)
                        .toList());
    }
}
