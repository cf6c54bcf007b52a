package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.Entry.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a reference text that are about a subject. */
final class Entries {

    private static final String MARK =
            "^\\s*(?:(?:[-*+•#>]+|\\d+(?:\\.\\d+)*\\.?|[a-z][.)])\\s+)?(?::[\\w:]+:)?[`*\"'“:(]*";
    private static final String LIST_BEFORE =
            "(?:[\\w.*/-]+(?:\\s+\\([a-z ]+\\))?(?:,\\s+(?:and\\s+)?|\\s+and\\s+|/\\s*))*?";
    private static final String PATH_BEFORE = "(?:[\\w*<>\\[\\]-]*[./])*";
    /** A name ends there; in a row of a table that lost its borders, a capital begins the next cell. */
    private static final String AFTER_NAME =
            "(?:(?![\\w-]|\\.\\w)(?:\\(\\)`+)?[`*\"'”)]*|(?-i:(?<=[a-z])(?=[A-Z][a-z]+ [a-z])))";

    private static final String TYPE = "\\((?:[\\w-]+ ?){1,4}\\)";
    private static final int LONGEST_BODY = 90;
    private static final Set<Form> BESIDE = EnumSet.of(Form.DASH, Form.COLON, Form.COLUMN, Form.EQUALS);

    /** What follows the name in its line, and the form it makes; the first that matches counts. */
    private static final Map<Pattern, Form> AFTER = after();

    private final List<Line> lines;
    private final Pattern name;

    private Entries(List<Line> lines, Pattern name) {
        this.lines = lines;
        this.name = name;
    }

    private static Map<Pattern, Form> after() {
        Map<Pattern, Form> after = new LinkedHashMap<>();
        after.put(Pattern.compile("(?:,\\s*[\\w.*-]+)*(?:,?\\s+and\\s+[\\w.*-]+)?\\s*" + TYPE + "\\s*:?"), Form.TYPED);
        after.put(Pattern.compile("\\s+-\\s+[A-Z][A-Z _,()|/-]*(?:\\s+\\(.*\\))?"), Form.TYPED);
        after.put(Pattern.compile("\\s+(?:—|–|--?)\\s+\\S.*"), Form.DASH);
        after.put(Pattern.compile("\\s+(?:—|–)\\s*"), Form.DASH);
        after.put(
                Pattern.compile("=\\s*(?:\\[[^\\]]*\\]|<[^>]*>|\\{[^}]*\\}|[\\w|,]*)?(?:\\s{2,}.*|\\t.*)?"),
                Form.EQUALS);
        after.put(Pattern.compile("\\s*\\([^)]*\\)(?:\\s*(?:→|->|-&gt;|:).*)?"), Form.SIGNATURE);
        after.put(Pattern.compile("\\s+\\( [^)]*"), Form.SIGNATURE);
        after.put(Pattern.compile("::?\\s+\\S.*"), Form.COLON);
        after.put(Pattern.compile("[A-Z][a-z]+ [a-z].*"), Form.COLUMN);
        after.put(Pattern.compile("(?:\\s{2,}|\\s*\\t\\s*|\\s+\\|\\s+)\\S.*"), Form.COLUMN);
        return after;
    }

    static List<Entry> about(String subject, String text) {
        if (subject.isEmpty()) {
            return List.of();
        }
        Pattern name = Pattern.compile(
                MARK + "(?:" + LIST_BEFORE + ")?" + PATH_BEFORE + Question.pattern(subject) + AFTER_NAME
                        + "(?<rest>.*)$",
                Words.isIdentifier(subject) || subject.equals(Words.lower(subject)) ? Pattern.CASE_INSENSITIVE : 0);
        return new Entries(Line.of(text), name).find();
    }

    /** {@return the entries of settings with a type, whatever their names} */
    static List<Entry> typed(String text) {
        Pattern any = Pattern.compile(
                "^\\s*[a-z][\\w.*-]*(?<rest>\\s+\\((?:[\\w-]+ ?){1,3}\\)\\s*:?|\\s+-\\s+[A-Z][A-Z ,]+)$");
        return new Entries(Line.of(text), any).find();
    }

    private List<Entry> find() {
        List<Entry> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Matcher matcher = line.blank() || line.text().length() > 400 ? null : name.matcher(line.text());
            if (matcher != null && matcher.find()) {
                Form form = form(i, matcher.group("rest"));
                if (form != null) {
                    found.add(entry(i, form, matcher.group("rest")));
                }
            }
        }
        return found;
    }

    private @Nullable Form form(int at, String rest) {
        Line next = next(at);
        if (rest.matches("(?:/\\S+|,\\s*[\\w.*/-]+|,?\\s+and\\s+[\\w.*/-]+|\\s+\\([^)]*\\))*\\s*[:=]{0,2}\\s*")) {
            Form bare = bare(at, next, rest);
            if (bare != null) {
                return bare;
            }
        }
        for (Map.Entry<Pattern, Form> after : AFTER.entrySet()) {
            if (after.getKey().matcher(rest).matches()) {
                return after.getValue();
            }
        }
        return null;
    }

    /** A name, or a list of names, that is all there is in a line. */
    private @Nullable Form bare(int at, Line next, String rest) {
        if (isSection(at)) {
            return Form.SECTION;
        }
        if (rest.matches("(?:,.*)?\\s*" + TYPE + "\\s*") || next.text().strip().matches(TYPE)) {
            return Form.TYPED;
        }
        return next.text().isEmpty() ? null : above(at, next, rest);
    }

    private @Nullable Form above(int at, Line next, String rest) {
        if (next.indent() > lines.get(at).indent()) {
            return rest.contains("(") ? Form.SIGNATURE : Form.TERM;
        }
        if (next.text().strip().startsWith("→")) {
            return Form.SIGNATURE;
        }
        return rest.isBlank() ? Form.LOOSE : null;
    }

    private boolean isSection(int at) {
        Line below = at + 1 < lines.size() ? lines.get(at + 1) : new Line("-", 0);
        boolean numbered = lines.get(at).text().matches("\\s*(?:#+|\\d+\\.\\d+[\\d.]*)\\s+\\S.*");
        return below.rule() || (numbered && below.blank());
    }

    private Line next(int at) {
        for (int i = at + 1; i < lines.size(); i++) {
            if (!lines.get(i).blank()) {
                return lines.get(i);
            }
        }
        return new Line("", 0);
    }

    private Entry entry(int at, Form form, String rest) {
        int first = at + 1;
        boolean ruled = first < lines.size() && lines.get(first).rule();
        boolean underType =
                first < lines.size() && lines.get(first).text().strip().matches(TYPE);
        first = ruled || underType ? first + 1 : first;
        StringBuilder body = new StringBuilder();
        if (BESIDE.contains(form)) {
            body.append(beside(form, rest)).append('\n');
        }
        int level = form == Form.SIGNATURE
                ? lines.get(at).indent() - 1
                : lines.get(at).indent();
        int end = end(first, level, ruled || form == Form.SECTION);
        for (int i = first; i < end; i++) {
            body.append(lines.get(i).text()).append('\n');
        }
        return new Entry(form, Prose.flat(lines.get(at).text()), body.toString());
    }

    private static String beside(Form form, String rest) {
        String text = rest.strip().replaceFirst("^(?:—|–|--?|::?|\\|)\\s*", "");
        return form == Form.EQUALS ? text.replaceFirst("^=\\S*\\s*", "") : text;
    }

    /** A body ends at the next heading of its own kind, or at the first line that is not indented below its name. */
    private int end(int first, int level, boolean section) {
        int last = Math.min(lines.size(), first + LONGEST_BODY);
        boolean indented = first < lines.size() && next(first - 1).indent() > level;
        for (int i = first; i < last; i++) {
            Line line = lines.get(i);
            if (line.blank()) {
                continue;
            }
            boolean ruled = i + 1 < lines.size() && lines.get(i + 1).rule() && !line.rule();
            boolean typed = line.text().matches("[\\w.,\\s-]{2,80} " + TYPE + "|[\\w.-]+ - [A-Z ]{3,}")
                    || line.text().startsWith("=====");
            boolean outdented = !section && indented && line.indent() <= level;
            if (ruled || typed || outdented) {
                return i;
            }
        }
        return last;
    }
}
