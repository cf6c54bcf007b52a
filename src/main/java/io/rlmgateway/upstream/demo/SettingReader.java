package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.DefaultValues.Found;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Answers how many or how long something is by default from the setting whose name and description hold the words. */
final class SettingReader {

    private static final int DESCRIPTION = 2;
    private static final double ENOUGH = 0.75;
    private static final double PLAIN = 0.6;

    private static final Pattern MEASURED = Pattern.compile(
            "(?i)\\d\\s*(?:[kMGT]?B|m?s|min|h|d)\\b|\\b(?:\\w*seconds?|minutes?|hours?|days?|\\w*bytes?)\\b");

    private SettingReader() {}

    static Reading read(Question question, String text) {
        Reading best = Reading.NOTHING;
        for (Entry entry : question.byDefault() ? Entries.typed(text) : List.<Entry>of()) {
            best = best.or(from(entry, question));
        }
        return best;
    }

    /** A number of things is no time and no size. */
    private static boolean suits(Question question, String value) {
        return !question.text().matches("(?is).*\\bhow many\\b.*")
                || !MEASURED.matcher(value).find();
    }

    private static Reading from(Entry entry, Question question) {
        List<Sentence> sentences = entry.sentences();
        Set<String> stems = new HashSet<>(Words.stems(entry.heading() + " default"));
        sentences.stream()
                .limit(DESCRIPTION)
                .forEach(sentence -> stems.addAll(Words.stems(sentence.text().replace('_', ' '))));
        sentences.stream().limit(DESCRIPTION).forEach(sentence -> stems.addAll(Words.stems(sentence.text())));
        double coverage = SentenceReader.coverage(question, stems, stems);
        if (coverage < ENOUGH) {
            return Reading.NOTHING;
        }
        for (Sentence sentence : sentences) {
            Found found = DefaultValues.in(sentence.text());
            if (found.strength() > PLAIN && suits(question, found.value())) {
                String quote = entry.heading() + ": " + sentence.text();
                return Reading.of(found.value(), quote, 0.93 * coverage);
            }
        }
        return Reading.NOTHING;
    }
}
