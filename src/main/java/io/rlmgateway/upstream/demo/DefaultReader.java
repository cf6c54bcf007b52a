package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.DefaultValues.Found;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers what the default of something is. */
final class DefaultReader {

    private static final double STATED_NOWHERE = 0.2;
    private static final double FADE = 0.995;

    private final Question question;
    private final Pattern subject;

    private DefaultReader(Question question) {
        this.question = question;
        this.subject = Pattern.compile("(?i)(?<![\\w-])" + Question.pattern(question.subject()) + "(?![\\w-]|\\.\\w)");
    }

    static Reading read(Question question, String text) {
        if (question.subject().isEmpty()) {
            return fromWords(question, Prose.sentences(text));
        }
        DefaultReader reader = new DefaultReader(question);
        Reading reading = reader.fromEntries(Entries.about(question.subject(), text))
                .or(reader.fromSentences(Prose.sentences(text)))
                .or(SettingReader.read(question, text));
        return question.namesSubject() ? reading : reading.or(fromWords(question, Prose.sentences(text)));
    }

    private Reading fromEntries(List<Entry> entries) {
        Reading best = Reading.NOTHING;
        for (Entry entry : entries) {
            best = best.or(fromEntry(entry));
        }
        return best;
    }

    private Reading fromEntry(Entry entry) {
        Reading best = Reading.NOTHING;
        Found head = DefaultValues.in(entry.heading());
        if (head.strength() > 0) {
            best = Reading.of(
                    head.value(),
                    entry.heading(),
                    head.strength() * entry.form().certainty());
        }
        double fade = entry.form().certainty() * (0.97 + 0.03 * entry.depth());
        Pattern others = others(entry);
        for (Sentence sentence : entry.sentences()) {
            Found found = DefaultValues.in(sentence.text());
            double confidence = found.strength() * fade * own(sentence) * (about(others, sentence) ? 1 : 0.3);
            best = best.or(Reading.of(found.value(), sentence.text(), confidence));
            fade *= FADE;
        }
        boolean described =
                best.score() == 0 && !entry.body().isBlank() && entry.form().certainty() > 0.8;
        return described ? Reading.of(noDefault(), first(entry), STATED_NOWHERE) : best;
    }

    /** {@return the further names of a heading that lists several, or null when it has one} */
    private @Nullable Pattern others(Entry entry) {
        List<String> all = Words.tokens(entry.heading()).stream()
                .filter(name -> name.length() > 3)
                .toList();
        boolean listed = all.size() > 1
                && entry.heading().matches(".*(?:,|\\band\\b).*")
                && all.stream().anyMatch(name -> subject.matcher(name).matches());
        return listed
                ? Pattern.compile(all.stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\w-])(?:", ")(?![\\w-])")))
                : null;
    }

    /** Below a heading of several names, a sentence is about the name that was mentioned last. */
    private boolean about(@Nullable Pattern names, Sentence sentence) {
        if (names == null) {
            return true;
        }
        Matcher mention = names.matcher(sentence.before() + " " + sentence.text());
        String last = "";
        while (mention.find()) {
            last = mention.group();
        }
        return last.isEmpty() || subject.matcher(last).matches();
    }

    private String noDefault() {
        return "The text describes " + question.subject() + " but does not state its default";
    }

    private static String first(Entry entry) {
        return entry.sentences().stream().findFirst().map(Sentence::text).orElse(entry.heading());
    }

    /** A body may speak of the default of something else, which it then names. */
    private double own(Sentence sentence) {
        if (subject.matcher(sentence.text()).find()) {
            return 1;
        }
        boolean other = Words.tokens(sentence.text()).stream()
                .anyMatch(token -> token.contains("_")
                        && sentence.text()
                                .matches("(?is).*default[^.]*(?:of|for)\\s+\\W?" + Pattern.quote(token) + ".*"));
        return other ? 0.4 : 1;
    }

    /** Where no name is given, a sentence that speaks of a default must hold the question's words. */
    private static Reading fromWords(Question question, List<Sentence> sentences) {
        Reading best = Reading.NOTHING;
        for (Sentence sentence : sentences) {
            if (Words.lower(sentence.text()).contains("default")
                    && !sentence.text().endsWith("?")) {
                Found found = DefaultValues.in(sentence.text());
                String answer = found.strength() > 0.6 ? found.value() : sentence.text();
                double confidence = (SentenceReader.confidence(question, sentence)
                                + 0.1 * question.coverage(Words.stems(sentence.heading())))
                        * (0.55 + 0.38 * found.strength());
                best = best.or(Reading.of(answer, sentence.text(), confidence));
            }
        }
        return best;
    }

    private Reading fromSentences(List<Sentence> sentences) {
        Reading best = Reading.NOTHING;
        for (Sentence sentence : sentences) {
            Found found = DefaultValues.in(sentence.text());
            if (found.strength() == 0) {
                continue;
            }
            double near = subject.matcher(sentence.text()).find() ? 0.9 : 0;
            near = Math.max(near, subject.matcher(sentence.before()).find() ? 0.72 : 0);
            near = Math.max(near, subject.matcher(sentence.heading()).find() ? 0.75 : 0);
            boolean others = Words.tokens(sentence.text()).stream()
                    .anyMatch(token ->
                            token.contains("_") && !subject.matcher(token).matches());
            best = best.or(Reading.of(found.value(), sentence.text(), near * found.strength() * (others ? 0.5 : 1)));
        }
        return best;
    }
}
