package io.rlmgateway.upstream.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers how many, how long, how large, and what a bound is: from rows of tables and from sentences with numbers. */
final class QuantityReader {

    private static final String NUMBER_WORD =
            "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen|thousand|million|unlimited|no limit|none)";
    static final String NUMBER =
            "(?:0x[0-9a-fA-F]+|[-+±]?(?:\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)(?:\\s?\\^\\s?\\d+|\\*\\*\\d+|\\s?[-–]\\s?\\d[\\d,.]*)?|\\b"
                    + NUMBER_WORD + "\\b)";
    static final String UNIT =
            "(?:\\s?(?:%|percent|[kKMGTP]i?B\\b|bytes?|bits?|characters?|(?:micro|milli|nano|centi)?seconds?|minutes?|hours?|days?|weeks?|months?|years?|m?s\\b|min\\b|pages?|[a-z]{3,}))?";
    private static final Pattern ROW = Pattern.compile(
            "^\\s*(?:[|+*-]\\s*)?(?<label>\\p{L}[\\p{L} /()'-]{2,60}?)(?:\\s*[|:=\\t]\\s*|\\s{2,}|(?<=\\p{Ll})(?=\\d)|(?=unlimited))\\s*(?<value>(?:\\d[\\d,.]*(?:\\s?(?:[kKMGTP]i?B|bytes?|bits?|%|characters?|seconds?|minutes?|hours?|days?))?|unlimited))(?<rest>.*)$");
    private static final Pattern QUANTITY = Pattern.compile("(?i)(?<v>" + NUMBER + UNIT + ")");
    private static final Pattern BETWEEN = Pattern.compile("(?i)\\b(?:between|from|range[^.]{0,30}?)\\s+(?<low>"
            + NUMBER + UNIT + ")\\s+(?:and|to|through|-|–)\\s+(?<high>" + NUMBER + UNIT + ")");
    private static final Set<String> BOUND = Set.of(
            "maximum",
            "max",
            "minimum",
            "min",
            "limit",
            "largest",
            "smallest",
            "upper",
            "lower",
            "highest",
            "lowest",
            "longest",
            "shortest");
    private static final Pattern ALLOWING = Pattern.compile(
            "(?i)\\b(?:at most|up to|maximum|max|limit\\w*|no more than|cannot exceed|longer than|more than|at least|minimum|less than|must be|range|allows?|can|fewer)\\b");
    private static final Pattern ALLOWED = Pattern.compile(
            "(?is).*\\bhow (?:many|much|long|large|big|wide|deep)\\b.*\\b(?:can|may|possible|allowed|at most)\\b.*");
    private static final Pattern COUNTED = Pattern.compile("(?i)\\bhow many ([\\p{L}-]+)");
    private static final double ENOUGH = 0.68;

    private final Question question;
    private final boolean bound;
    private final boolean lower;

    private QuantityReader(Question question) {
        this.question = question;
        boolean asked = question.terms().stream().anyMatch(QuantityReader::isBound);
        this.bound = asked
                || (!question.byDefault() && ALLOWED.matcher(question.text()).matches());
        this.lower = question.text().matches("(?is).*\\b(?:minimum|min|smallest|lowest|lower|shortest|at least)\\b.*");
    }

    /** {@return whether the term asks for a bound, which tables name in their heads} */
    static boolean isBound(Term term) {
        return BOUND.contains(Words.lower(term.word()));
    }

    static Reading read(Question question, String text) {
        QuantityReader reader = new QuantityReader(question);
        Reading best = reader.fromRows(text)
                .or(reader.fromSentences(Prose.sentences(text)))
                .or(SettingReader.read(question, text));
        if (question.namesSubject()) {
            best = best.or(reader.fromEntries(Entries.about(question.subject(), text)));
        }
        return best;
    }

    private Reading fromRows(String text) {
        Set<String> around = Words.stems(text);
        Reading best = Reading.NOTHING;
        for (Line line : Line.of(text)) {
            Matcher row = line.text().length() > 300 ? ROW.matcher("") : ROW.matcher(line.text());
            if (row.matches()
                    && (!question.byDefault() || Words.lower(line.text()).contains("default"))) {
                Set<String> label = Words.stems(row.group("label"));
                long strange = Words.tokens(row.group("label")).stream()
                        .filter(word -> !Words.isStop(word)
                                && question.terms().stream().noneMatch(term -> term.in(Words.stems(word)) > 0))
                        .count();
                double coverage = rowCoverage(label, around, strange == 0);
                String quote = Prose.flat(row.group("label") + ": " + row.group("value") + " " + row.group("rest"));
                best = best.or(Reading.of(
                        row.group("value"),
                        quote,
                        coverage >= ENOUGH ? coverage + (strange == 0 ? 0.05 : -0.12 * strange) : 0));
            }
        }
        return best;
    }

    /** A bound may stand in the table's head instead of in the row, and what has the things counted in other rows. */
    private double rowCoverage(Set<String> label, Set<String> around, boolean plain) {
        double all = 0;
        double held = 0;
        for (Term term : question.terms()) {
            boolean isBound = isBound(term) || term.weight() < 1;
            double in = Math.max(
                    term.in(label),
                    isBound
                            ? 0.97 * term.in(around)
                            : term.weight() > 1 ? 0.5 * term.in(around) : plain ? 0.3 * term.in(around) : 0);
            all += term.weight();
            held += term.weight() * in;
        }
        return all == 0 ? 0 : held / all;
    }

    private Reading fromSentences(List<Sentence> sentences) {
        Reading best = Reading.NOTHING;
        for (Sentence sentence : sentences) {
            best = best.or(fromSentence(sentence));
        }
        return best;
    }

    private Reading fromSentence(Sentence sentence) {
        String text = sentence.text();
        if (text.endsWith("?") || (question.byDefault() && !Words.lower(text).contains("default"))) {
            return Reading.NOTHING;
        }
        Set<String> own = Words.stems(text);
        Set<String> near = new HashSet<>(own);
        near.addAll(Words.stems(sentence.before() + " " + sentence.heading()));
        double confidence = SentenceReader.coverage(question, own, near);
        String value = confidence < ENOUGH ? "" : value(text);
        int length = Words.tokens(text).size();
        double brevity = Math.max(0.8, 1 - 0.003 * Math.max(0, length - 20));
        double allowing = bound && !ALLOWING.matcher(text).find() ? 0.7 : 1;
        return Reading.of(
                value,
                text,
                0.97
                        * confidence
                        * brevity
                        * allowing
                        * counting(value, text, sentence.before() + " " + sentence.heading()));
    }

    /** "How many connections" is answered by a number before connections, or by a number of connections. */
    private double counting(String value, String text, String around) {
        Matcher counted = COUNTED.matcher(question.text());
        if (!counted.find() || value.isEmpty()) {
            return 1;
        }
        String stem = Pattern.quote(Words.stem(counted.group(1)));
        boolean beside = text.matches("(?is).*" + Pattern.quote(value.replaceFirst("\\s+[a-z]{3,}$", ""))
                + "\\s+(?:[\\w-]+\\s+){0,2}" + stem + ".*");
        boolean number = text.matches("(?is).*\\b(?:number|count|maximum|limit) of (?:[\\w-]+\\s+){0,3}" + stem + ".*");
        boolean near = number || (question.byDefault() && Words.stems(around).contains(Words.stem(counted.group(1))));
        return beside ? 1 : near ? 0.9 : allowed(text) ? 0.75 : 0.45;
    }

    private boolean allowed(String text) {
        return bound || question.byDefault() || ALLOWING.matcher(text).find();
    }

    private Reading fromEntries(List<Entry> entries) {
        Reading best = Reading.NOTHING;
        for (Entry entry : entries) {
            double fade = entry.form().certainty();
            for (Sentence sentence : entry.sentences()) {
                boolean says = bound && ALLOWING.matcher(sentence.text()).find();
                boolean covers = question.coverage(Words.stems(sentence.text() + " " + question.subject())) > 0.85;
                String value = says || covers ? value(sentence.text()) : "";
                best = best.or(Reading.of(value, sentence.text(), fade * (says && covers ? 0.95 : 0.7)));
                fade *= 0.98;
            }
        }
        return best;
    }

    /** The number that is asked for: a default, the wanted end of a range, or the number nearest to the words asked for. */
    private String value(String sentence) {
        DefaultValues.Found byDefault = question.byDefault() ? DefaultValues.in(sentence) : DefaultValues.Found.NONE;
        if (byDefault.strength() > 0.6 && QUANTITY.matcher(byDefault.value()).find()) {
            return byDefault.value();
        }
        Matcher between = BETWEEN.matcher(sentence);
        if (bound && between.find()) {
            return lower ? between.group("low") : between.group("high");
        }
        return nearest(sentence);
    }

    private String nearest(String sentence) {
        Matcher number = QUANTITY.matcher(sentence);
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        while (number.find()) {
            int distance = distance(sentence, number.start());
            if (!asked(number.group("v")) && distance < bestDistance && !reference(sentence, number)) {
                best = number.group("v").strip();
                bestDistance = distance;
            }
        }
        return best;
    }

    private boolean asked(String value) {
        return question.terms().stream()
                .anyMatch(term -> value.matches("(?i)" + Pattern.quote(term.word()) + "\\b.*")
                        && Character.isDigit(value.charAt(0)));
    }

    /** Numbers of sections, tables and versions, and parts of names, are no quantities. */
    private static boolean reference(String sentence, Matcher number) {
        String before = sentence.substring(0, number.start());
        boolean glued = before.matches("(?s).*[\\w.$/_-]")
                || number.group("v").matches("[12]\\d{3}-\\d\\d?")
                || (sentence.startsWith("-", number.end("v")) && before.endsWith("-"));
        return glued
                || before.matches(
                        "(?is).*\\b(?:section|chapter|table|figure|version|appendix|part|rfc|example|item|step)\\s+")
                || number.group("v").equalsIgnoreCase("one");
    }

    private int distance(String sentence, int at) {
        int distance = sentence.length();
        for (Term term : question.terms()) {
            int stem = Words.lower(sentence).lastIndexOf(term.stem(), at);
            int after = Words.lower(sentence).indexOf(term.stem(), at);
            distance = stem < 0 ? distance : Math.min(distance, at - stem);
            distance = after < 0 ? distance : Math.min(distance, 3 * (after - at));
        }
        return distance;
    }
}
