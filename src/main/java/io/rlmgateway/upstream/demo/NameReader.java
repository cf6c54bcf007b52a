package io.rlmgateway.upstream.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers which command, function, parameter … does or is what the question says. */
final class NameReader {

    private static final String NAME =
            "[`*\"'“]*(?<name>[A-Z][A-Z0-9_]+(?: [A-Z][A-Z0-9_]+){0,3}|--?[a-z][\\w-]*|[\\w.$/-]*[_./(][\\w.$/()-]*|[a-z][\\w-]+)[`*\"'”]*";
    private static final Pattern DASHED =
            Pattern.compile("^\\s*(?:[-*•]\\s+)?" + NAME + "\\s+[—–-]{1,2}\\s+(?<what>\\S.*)$");
    private static final Pattern SAID = Pattern.compile(
            "^\\W*(?:(?i:the)\\s+)?(?:(?i:command|function|parameter|setting|option|utility|program|system call|statement|view)\\s+)?"
                    + NAME
                    + "(?:\\(\\))?(?:\\s+(?i:command|function|parameter|setting|option|utility|program|view|catalog|file|statement|control|method|operator|clause))?\\s+(?<what>(?:is used to|can be used to|allows?|lets|\\w+ly\\s+\\w+s|[a-z]{2,}s)\\b.*)$");
    private static final Pattern USE = Pattern.compile(
            "(?i)\\b(?:use|using|run|issue|with|call|via|see|through|by means of|specify|set|setting)\\s+(?:the\\s+)?(?:command\\s+|function\\s+|parameter\\s+|option\\s+)?(?-i:"
                    + NAME + ")");
    private static final Pattern ENTRY = Pattern.compile(
            "^\\s*(?:[-*•#]+\\s+|\\d+(?:\\.\\d+)*\\.?\\s+)?[`*]*(?<name>--?[a-z][\\w-]*|[\\w.$-]+)[`*]*(?<rest>\\s*\\([^)]*\\)|\\s+-\\s+[A-Z]+|\\s+\\[[A-Z0-9, ]+\\].*|\\s*[:=].*|\\s*)$");
    /** A row of a table that lost its borders: a capital begins the second cell. */
    private static final Pattern ROW =
            Pattern.compile("^\\s*(?<name>[a-z][\\w./-]*[a-z])(?<what>[A-Z][a-z]* [a-z].*)$");

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)(?:function|table|column|index|command|parameter|option|file|type|user|role)_?name|name|note|example|warning|tip|value");
    private static final double ENOUGH = 0.6;

    private final Question question;
    private Reading best = Reading.NOTHING;

    private NameReader(Question question) {
        this.question = question;
    }

    static Reading read(Question question, String text) {
        NameReader reader = new NameReader(question);
        List<Line> lines = Line.of(text);
        for (int i = 0; i < lines.size(); i++) {
            reader.dashed(lines, i);
            reader.entry(lines, i);
        }
        for (Sentence sentence : Prose.sentences(text)) {
            reader.said(sentence);
        }
        return reader.best;
    }

    private void dashed(List<Line> lines, int at) {
        Matcher matcher = DASHED.matcher(lines.get(at).text());
        if (!matcher.matches()) {
            matcher = ROW.matcher(lines.get(at).text());
        }
        if (matcher.matches()) {
            String what = continued(matcher.group("what"), lines, at + 1);
            offer(matcher.group("name"), what, matcher.group("name") + " — " + what, 1);
        }
    }

    private static String continued(String what, List<Line> lines, int at) {
        StringBuilder whole = new StringBuilder(what);
        for (int i = at;
                i < lines.size()
                        && i < at + 2
                        && !lines.get(i).blank()
                        && Character.isLowerCase(lines.get(i).text().strip().charAt(0));
                i++) {
            whole.append(' ').append(lines.get(i).text().strip());
        }
        return Prose.flat(whole.toString());
    }

    /** A heading, and below it the first sentence of its text. */
    private void entry(List<Line> lines, int at) {
        Line line = lines.get(at);
        Matcher matcher = line.text().length() > 200 ? ENTRY.matcher("") : ENTRY.matcher(line.text());
        if (!matcher.matches() || at + 1 >= lines.size()) {
            return;
        }
        String below = below(lines, at, matcher.group("rest"));
        if (!below.isEmpty()) {
            List<String> sentences = Prose.split(below);
            String first = sentences.getFirst();
            boolean call = matcher.group("rest").strip().startsWith("(");
            offer(matcher.group("name"), first, matcher.group("name") + ": " + first, call ? 0.97 : 0.93);
        }
    }

    private static String below(List<Line> lines, int at, String rest) {
        StringBuilder below = new StringBuilder(beside(rest.strip()));
        int last = Math.min(lines.size(), at + 12);
        for (int i = at + 1; i < last && below.length() < 400; i++) {
            Line line = lines.get(i);
            if (isFrame(line)) {
                continue;
            }
            boolean gap = line.blank() && (!below.isEmpty() || i > at + 2);
            if (gap || !belongs(line, lines, at)) {
                break;
            }
            below.append(' ').append(line.text().strip());
        }
        return Prose.flat(below.toString());
    }

    private static String beside(String rest) {
        return rest.matches("(?:[:=]|\\[[A-Z0-9, ]+\\])\\s*\\S.*")
                ? rest.replaceFirst("^(?:[:=]+|\\[.*?\\])\\s*", "")
                : "";
    }

    /** Rules, types and results stand between a name and what is said of it. */
    private static boolean isFrame(Line line) {
        String text = line.text().strip();
        return line.rule() || text.startsWith("→") || text.matches("\\([a-z ]+\\)");
    }

    private static boolean belongs(Line line, List<Line> lines, int at) {
        Line head = lines.get(at);
        boolean level = line.indent() == head.indent() && head.text().contains("(");
        return line.blank()
                || line.indent() > head.indent()
                || level
                || lines.get(at + 1).rule();
    }

    private void said(Sentence sentence) {
        if (sentence.text().endsWith("?")) {
            return;
        }
        Matcher said = SAID.matcher(sentence.text());
        if (said.matches()) {
            offer(said.group("name"), said.group("what"), sentence.text(), 0.93);
        }
        Matcher use = USE.matcher(sentence.text());
        while (use.find()) {
            offer(use.group("name"), sentence.text(), sentence.text(), 0.86);
        }
    }

    private void offer(String name, String what, String quote, double certainty) {
        double fit = asked(name) ? 0 : NameFit.of(name, quote).to(question.kind());
        if (fit == 0 || Words.isStop(name) || PLACEHOLDER.matcher(name).matches()) {
            return;
        }
        Set<String> stems = Words.stems(what);
        Set<String> withName = new HashSet<>(stems);
        withName.addAll(Words.stems(name.replace('_', ' ')));
        double coverage = SentenceReader.coverage(question, stems, withName);
        if (coverage < ENOUGH) {
            return;
        }
        long content =
                Words.tokens(what).stream().filter(word -> !Words.isStop(word)).count();
        double precision = Math.min(1, question.terms().size() / Math.max(1.0, (double) content));
        double confidence = certainty * fit * coverage * (0.8 + 0.2 * precision);
        double named = 0.05 * question.coverage(Words.stems(name.replace('_', ' ')));
        best = best.or(Reading.of(name, quote, 0.95 * confidence + named));
    }

    private boolean asked(String name) {
        return question.terms().stream().anyMatch(term -> term.word().equalsIgnoreCase(name));
    }
}
