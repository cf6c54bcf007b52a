package io.rlmgateway.upstream.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Answers with the sentence that holds the question's words, if one does. */
final class SentenceReader {

    private static final double NEIGHBOUR = 0.75;
    private static final double ENOUGH = 0.72;
    private static final int LONG = 40;
    private static final Pattern PERSON = Pattern.compile(
            "\\b\\p{Lu}[\\p{L}'’.-]+(?:\\s+\\p{Lu}[\\p{L}'’.-]+)*|\\b(?:he|she|they|user|owner|administrator|superuser)\\b");
    private static final Pattern TIME = Pattern.compile(
            "\\d|(?i)\\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|noon|evening|midnight|when|after|before|during|until|while|if|at)\\b");
    private static final Pattern PLACE = Pattern.compile("(?i)\\b(?:in|at|on|under|inside|behind|near|to|from)\\b|/");

    private final Question question;

    private SentenceReader(Question question) {
        this.question = question;
    }

    static Reading read(Question question, String text) {
        return new SentenceReader(question).best(Prose.sentences(text));
    }

    private Reading best(List<Sentence> sentences) {
        Reading best = Reading.NOTHING;
        for (Sentence sentence : sentences) {
            double confidence = confidence(sentence);
            best = best.or(Reading.of(Answers.of(question, sentence), sentence.text(), confidence));
        }
        return best;
    }

    /** {@return how well a sentence answers, 0 when it does not hold enough of the question's words} */
    static double confidence(Question question, Sentence sentence) {
        return new SentenceReader(question).confidence(sentence);
    }

    private double confidence(Sentence sentence) {
        if (question.terms().isEmpty() || sentence.text().endsWith("?") || !fits(sentence.text())) {
            return 0;
        }
        Set<String> own = Words.stems(sentence.text());
        Set<String> near = new HashSet<>(own);
        near.addAll(Words.stems(sentence.before() + " " + sentence.heading()));
        double coverage = coverage(question, own, near);
        int length = Words.tokens(sentence.text()).size();
        double brevity = length > LONG ? Math.max(0.85, 1 - 0.002 * (length - LONG)) : 1;
        double confidence = coverage * brevity * (length < 3 ? 0.6 : 1);
        return confidence > ENOUGH ? confidence : 0;
    }

    /** {@return the share of the terms that stand in a sentence or, for less, beside it} */
    static double coverage(Question question, Set<String> own, Set<String> near) {
        double all = 0;
        double held = 0;
        for (Term term : question.terms()) {
            double in = Math.max(term.in(own), NEIGHBOUR * term.in(near));
            if (in == 0 && term.weight() >= 1) {
                in = term.weight() > 1 ? -0.5 : -0.25;
            }
            all += term.weight();
            held += term.weight() * in;
        }
        return all == 0 ? 0 : held / all;
    }

    private boolean fits(String sentence) {
        return switch (question.wanted()) {
            case PERSON -> PERSON.matcher(sentence).find();
            case TIME -> TIME.matcher(sentence).find();
            case PLACE -> PLACE.matcher(sentence).find();
            case DEFAULT, DESCRIPTION, NAME, QUANTITY, FACT -> true;
        };
    }
}
