package io.rlmgateway.session;

import io.rlmgateway.session.ModelText.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what models write: fenced cells in all observed forms, and {@code FINAL} in prose. One instance reads one text.
 * A block ends at the first closing fence with which it is Python, because a fence can stand inside a string.
 */
final class ModelTextReader {

    private static final Set<String> PYTHON = Set.of("repl", "python", "py", "python3", "py3");
    private static final Pattern FENCE = Pattern.compile("^(\\s*)```+\\s*([\\w+#.-]*)[^`]*$");
    private static final Pattern CLOSING = Pattern.compile("^\\s*```+\\s*$");
    private static final Pattern FINAL = Pattern.compile("^\\s*(FINAL_VAR|FINAL)\\s*\\(");
    private static final Pattern NAME = Pattern.compile("^[\"']?([\\p{L}_][\\p{L}\\p{N}_]*)[\"']?$");

    private final String[] lines;
    private final boolean cut;
    private final Predicate<String> isPython;
    private final List<String> cells = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();
    private @Nullable Ending ending;
    private int next;

    private ModelTextReader(String text, boolean cut, Predicate<String> isPython) {
        this.lines = text.replace("\r\n", "\n").split("\n", -1);
        this.cut = cut;
        this.isPython = isPython;
    }

    /**
     * Reads a text.
     *
     * @param text what the model wrote
     * @param cut whether it ends because of a limit: then a last block without its fence is not a cell
     * @param isPython whether a text parses as Python
     * @return what it holds
     */
    static ModelText read(String text, boolean cut, Predicate<String> isPython) {
        return new ModelTextReader(text, cut, isPython).read();
    }

    private ModelText read() {
        while (next < lines.length) {
            Matcher fence = FENCE.matcher(lines[next]);
            Matcher end = FINAL.matcher(lines[next]);
            if (fence.find()) {
                next++;
                block(fence.group(2).toLowerCase(Locale.ROOT));
            } else if (end.find()) {
                ending("FINAL_VAR".equals(end.group(1)), end.end());
            } else {
                next++;
            }
        }
        return new ModelText(cells, foreign, ending);
    }

    private void block(String tag) {
        List<Integer> closings = closings();
        if (closings.isEmpty()) {
            openBlock(tag);
            return;
        }
        boolean python = PYTHON.contains(tag);
        int last = closings.getFirst();
        if (python || tag.isEmpty()) {
            last = closings.stream()
                    .filter(line -> isPython.test(code(next, line)))
                    .findFirst()
                    .orElse(closings.getFirst());
        }
        take(tag, code(next, last));
        next = last + 1;
    }

    /** An unterminated block: the rest of the text, unless the text was cut or there is no rest. */
    private void openBlock(String tag) {
        String code = code(next, lines.length);
        if (!cut && !code.isBlank()) {
            take(tag, code);
        }
        next = lines.length;
    }

    private void take(String tag, String code) {
        if (PYTHON.contains(tag) || (tag.isEmpty() && !code.isBlank() && isPython.test(code))) {
            cells.add(code);
        } else if (!tag.isEmpty()) {
            foreign.add(tag);
        }
    }

    /** Lines that may close the block, up to the next one that opens a block with a tag. */
    private List<Integer> closings() {
        List<Integer> closings = new ArrayList<>();
        for (int line = next; line < lines.length; line++) {
            if (CLOSING.matcher(lines[line]).matches()) {
                closings.add(line);
            }
        }
        return closings;
    }

    private String code(int from, int to) {
        return String.join("\n", List.of(lines).subList(from, to)).stripIndent();
    }

    /** From the opening parenthesis to the one that closes it, over as many lines as it takes. */
    private void ending(boolean variable, int from) {
        String rest =
                String.join("\n", List.of(lines).subList(next, lines.length)).substring(from);
        int close = closingParenthesis(rest);
        String inside = close < 0 ? rest : rest.substring(0, close);
        next += (int) inside.chars().filter(c -> c == '\n').count() + 1;
        if (close < 0 && cut) {
            return;
        }
        Matcher name = NAME.matcher(inside.strip());
        if (!variable) {
            ending = new Ending.Text(unquoted(inside.strip()));
        } else if (name.find()) {
            ending = new Ending.Variable(name.group(1));
        }
    }

    private static int closingParenthesis(String text) {
        int depth = 1;
        for (int i = 0; i < text.length(); i++) {
            depth += switch (text.charAt(i)) {
                case '(' -> 1;
                case ')' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return i;
            }
        }
        return text.lastIndexOf(')');
    }

    private static String unquoted(String text) {
        for (String quote : List.of("\"\"\"", "'''", "\"", "'")) {
            if (text.length() >= 2 * quote.length() && text.startsWith(quote) && text.endsWith(quote)) {
                return text.substring(quote.length(), text.length() - quote.length());
            }
        }
        return text;
    }
}
