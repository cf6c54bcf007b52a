package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;

/** Answers a question about a named thing from the entry of that name. */
final class EntryReader {

    private static final double ENOUGH = 0.6;
    private static final double FADE = 0.99;

    private EntryReader() {}

    static Reading read(Question question, String text) {
        Question rest = withoutSubject(question);
        if (!question.namesSubject() || rest.terms().isEmpty()) {
            return Reading.NOTHING;
        }
        Reading best = Reading.NOTHING;
        for (Entry entry : Entries.about(question.subject(), text)) {
            double fade = entry.form().certainty();
            for (Sentence sentence : entry.sentences()) {
                double coverage = rest.coverage(Words.stems(sentence.text()));
                String answer = coverage < ENOUGH ? "" : Answers.of(rest, sentence);
                best = best.or(Reading.of(answer, sentence.text(), coverage * fade));
                fade *= FADE;
            }
        }
        return best;
    }

    private static Question withoutSubject(Question question) {
        List<Term> terms = new ArrayList<>(question.terms());
        terms.removeIf(term -> term.word().equals(question.subject()));
        return new Question(question.text(), question.wanted(), question.subject(), question.kind(), terms);
    }
}
