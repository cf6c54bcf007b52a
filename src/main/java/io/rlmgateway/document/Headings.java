package io.rlmgateway.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The headings above a place in a text, as far as plain text shows them: dividers ({@code ===== name =====}), Markdown
 * ({@code ## name}), underlined lines, and short lines between blank ones.
 */
final class Headings {

    private static final int DIVIDER = 0;
    private static final int NUMBERED = 7;
    private static final int TERM = 8;
    private static final int LEVELS = 9;
    private static final int LONGEST_TERM = 80;

    private final @Nullable String[] names = new String[LEVELS];
    private final List<String> latest = new ArrayList<>();

    /** Takes note of the next line of the text. */
    void accept(Line line) {
        int level = level(line);
        if (level >= 0) {
            latest.add(line.text().strip());
            Arrays.fill(names, level, LEVELS, null);
            names[level] = line.text().strip();
        }
    }

    /** {@return the headings since this was last asked} */
    String latest() {
        String names = String.join(" ", latest);
        latest.clear();
        return names;
    }

    /** {@return the headings from the outermost to the innermost, empty for none} */
    String path() {
        return Arrays.stream(names).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    /** {@return whether a new section begins with this line} */
    static boolean isHeading(Line line) {
        return level(line) >= 0;
    }

    /** {@return whether the line is a heading by a mark of its own, whatever stands around it} */
    static boolean isMarked(Line line) {
        return isDivider(line.text()) || markdownLevel(line.text()) > 0;
    }

    private static int level(Line line) {
        if (line.text().isBlank()) {
            return -1;
        }
        if (isDivider(line.text())) {
            return DIVIDER;
        }
        int markdown = markdownLevel(line.text());
        if (markdown > 0) {
            return markdown;
        }
        int underlined = underlineLevel(line);
        if (underlined > 0) {
            return underlined;
        }
        return isTerm(line) ? isNumbered(line.text()) ? NUMBERED : TERM : -1;
    }

    private static boolean isDivider(String line) {
        return line.startsWith("=== ")
                || (line.startsWith("====") && line.strip().endsWith("===") && line.contains(" "));
    }

    /** {@return how many signs mark the line as a heading of Markdown, 0 for none} */
    static int markdownLevel(String line) {
        int level = 0;
        while (level < line.length() && level < NUMBERED - 1 && line.charAt(level) == '#') {
            level++;
        }
        boolean followed = level + 1 < line.length() && line.charAt(level) == ' ';
        return followed ? level : 0;
    }

    private static int underlineLevel(Line line) {
        String under = line.next().strip();
        boolean possible =
                under.length() >= 3 && under.length() >= line.text().strip().length();
        if (!possible || !under.chars().allMatch(c -> c == under.charAt(0))) {
            return 0;
        }
        return Math.max(0, "=-~^*\"".indexOf(under.charAt(0)) + 1);
    }

    private static boolean isTerm(Line line) {
        String text = line.text().stripTrailing();
        return line.previous().isBlank()
                && line.next().isBlank()
                && text.length() <= LONGEST_TERM
                && !Character.isWhitespace(text.charAt(0))
                && ".,;:!?|".indexOf(text.charAt(text.length() - 1)) < 0;
    }

    private static boolean isNumbered(String line) {
        return Character.isDigit(line.charAt(0)) && line.contains(". ");
    }

    /**
     * A line with its neighbours.
     *
     * @param previous the line before, empty at the text's begin
     * @param text the line without its line feed
     * @param next the line after, empty at the text's end
     */
    record Line(String previous, String text, String next) {}
}
