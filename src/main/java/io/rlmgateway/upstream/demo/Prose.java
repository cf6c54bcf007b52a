package io.rlmgateway.upstream.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a text into paragraphs and sentences, however its lines are wrapped. */
final class Prose {

    private static final Pattern SENTENCE_END = Pattern.compile(
            "(?<=[.!?][)\"”’']?)(?<!\\b(?:e\\.g|i\\.e|cf|etc|vs|Mr|Mrs|Dr|St|No|approx)\\.)\\s+(?=[\\p{Lu}\\p{N}\"“‘'(\\[`*_:-]|[a-z]\\w*_)");
    private static final double RECORDS = 0.7;
    private static final int LONGEST_HEADING = 90;

    private final List<Sentence> sentences = new ArrayList<>();
    private final List<Line> paragraph = new ArrayList<>();
    private String heading = "";

    private Prose() {}

    /** {@return the sentences of a text in order} */
    static List<Sentence> sentences(String text) {
        Prose prose = new Prose();
        List<Line> lines = Line.of(SourceComments.asProse(text));
        for (int i = 0; i < lines.size(); i++) {
            prose.take(lines.get(i), i + 1 < lines.size() ? lines.get(i + 1) : new Line("", 0));
        }
        prose.close(new Line("", 0));
        return prose.sentences;
    }

    /** {@return a text on one line} */
    static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** {@return the sentences of one paragraph of prose} */
    static List<String> split(String paragraph) {
        return List.of(SENTENCE_END.split(flat(paragraph), -1));
    }

    private void take(Line line, Line next) {
        if (line.blank() || line.rule()) {
            close(next);
            return;
        }
        boolean outdented =
                !paragraph.isEmpty() && line.indent() < paragraph.getLast().indent() - 1;
        boolean opened =
                paragraph.size() == 1 && line.indent() > paragraph.getFirst().indent() + 1;
        if (line.item() || outdented || opened) {
            close(line);
        }
        paragraph.add(line);
        if (next.rule() && line.text().length() < LONGEST_HEADING) {
            close(next);
        }
    }

    private void close(Line next) {
        if (paragraph.isEmpty()) {
            return;
        }
        String text = String.join("\n", paragraph.stream().map(Line::text).toList());
        if (isHeading(next)) {
            heading = flat(text);
        }
        List<String> parts =
                isRecords() ? paragraph.stream().map(line -> flat(line.text())).toList() : split(text);
        for (int i = 0; i < parts.size(); i++) {
            String before = String.join(" ", parts.subList(Math.max(0, i - 2), i));
            sentences.add(new Sentence(parts.get(i), isRecords() ? "" : before, heading));
        }
        paragraph.clear();
    }

    private boolean isHeading(Line next) {
        String text = paragraph.getFirst().text().strip();
        boolean shortLine = paragraph.size() == 1 && text.length() < LONGEST_HEADING && !text.matches(".*[.;,!?]");
        return shortLine
                && (next.rule()
                        || next.blank()
                        || next.indent() > paragraph.getFirst().indent()
                        || text.endsWith(")"));
    }

    private boolean isRecords() {
        if (paragraph.size() < 2) {
            return false;
        }
        long upper = paragraph.stream()
                .map(line -> line.text().strip())
                .filter(text -> !Character.isLowerCase(text.charAt(0)) || text.matches("\\S+[:=|,;\\t].*"))
                .count();
        return upper >= RECORDS * paragraph.size();
    }
}
