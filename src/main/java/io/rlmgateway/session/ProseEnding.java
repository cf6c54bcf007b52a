package io.rlmgateway.session;

import io.rlmgateway.session.ModelText.Ending;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code FINAL(…)} or {@code FINAL_VAR(…)} in prose, from its parenthesis to the one that closes it.
 *
 * @param inside what stands between the parentheses
 */
record ProseEnding(String inside) {

    private static final Pattern NAME = Pattern.compile("([\"']?)([\\p{L}_][\\p{L}\\p{N}_]*)\\1");
    private static final Pattern LITERAL = Pattern.compile("(?i)[rbfu]{0,2}[\"'].*", Pattern.DOTALL);

    /** A text in quotes that means itself; whoever answers so needs no Python. */
    private static final Pattern PLAIN_TEXT = Pattern.compile("([\"'])([^\"'\\\\\\p{Cntrl}]++)\\1");

    private static final Pattern LINE_END = Pattern.compile("[\\s&&[^\\n]]*+[.;*`]*+[\\s&&[^\\n]]*+(\\n|$)");

    /**
     * Reads one.
     *
     * @param text what follows the opening parenthesis
     * @param cut whether the text ends because of a limit
     * @return what was read, or null when a cut text does not hold its end
     */
    static @Nullable ProseEnding read(String text, boolean cut) {
        int close = closing(text, true);
        if (close < 0) {
            return cut ? null : new ProseEnding(text.substring(0, lastAtLineEnd(text)));
        }
        return new ProseEnding(text.substring(0, close));
    }

    /**
     * Reads one of a text that goes on.
     *
     * @param text what follows the opening parenthesis, whole lines only
     * @return what was read, or null when what follows could still change it
     */
    static @Nullable ProseEnding closed(String text) {
        int close = closing(text, false);
        return close < 0 ? null : new ProseEnding(text.substring(0, close));
    }

    /** {@return the lines from the one with the opening parenthesis to the one with the closing parenthesis} */
    int lines() {
        return 1 + (int) inside.chars().filter(c -> c == '\n').count();
    }

    /** What it means, or null for the variable of something that is neither a name nor Python. */
    @Nullable
    Ending ending(boolean variable, Predicate<String> isPython) {
        String value = inside.strip();
        String call = "FINAL(" + value + ")";
        if (variable) {
            Matcher name = NAME.matcher(value);
            if (name.matches()) {
                return new Ending.Call("FINAL_VAR(\"" + name.group(2) + "\")");
            }
            return isPython.test(call) ? new Ending.Call(call) : null;
        }
        Matcher plain = PLAIN_TEXT.matcher(value);
        if (plain.matches() && !plain.group(2).isBlank()) {
            return new Ending.Text(plain.group(2));
        }
        return LITERAL.matcher(value).matches() && isPython.test(call)
                ? new Ending.Call(call)
                : new Ending.Text(unquoted(value));
    }

    /**
     * The parenthesis that closes the call: the one that balances it where that ends a line. Prose can hold more closing
     * than opening ones, as in "1) first", so a later one at the end of a line counts if it has no opening one. Where
     * none ends a line the first that balances counts, unless the text goes on.
     */
    private static int closing(String text, boolean whole) {
        int depth = 1;
        int balanced = -1;
        for (int i = 0; i < text.length(); i++) {
            depth += step(text.charAt(i));
            boolean closes = text.charAt(i) == ')' && depth < (balanced < 0 ? 1 : 0);
            if (closes && endsLine(text, i)) {
                return i;
            }
            balanced = closes && balanced < 0 ? i : balanced;
        }
        return whole ? balanced : -1;
    }

    private static int step(char c) {
        return switch (c) {
            case '(' -> 1;
            case ')' -> -1;
            default -> 0;
        };
    }

    private static boolean endsLine(String text, int index) {
        return LINE_END.matcher(text).region(index + 1, text.length()).lookingAt();
    }

    private static int lastAtLineEnd(String text) {
        for (int i = text.lastIndexOf(')'); i >= 0; i = text.lastIndexOf(')', i - 1)) {
            if (endsLine(text, i)) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquoted(String text) {
        for (String quote : List.of("\"\"\"", "'''", "\"", "'")) {
            int length = quote.length();
            if (text.length() >= 2 * length && text.startsWith(quote) && text.endsWith(quote)) {
                String inside = text.substring(length, text.length() - length);
                return inside.contains(quote) ? text : inside;
            }
        }
        return text;
    }
}
