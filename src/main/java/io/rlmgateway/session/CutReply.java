package io.rlmgateway.session;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Joins a cell or a {@code FINAL} that was cut at the output limit with what the model wrote when it was asked to go on.
 * Models go on where they stopped, or repeat their last words, or open a new block, or begin again.
 */
final class CutReply {

    private static final Pattern FENCE_LINE = Pattern.compile("\\s*`{3,}[^`\\n]*\\n");
    private static final Pattern FIRST_LINE = Pattern.compile("(?:\\s*`{3,}[^`\\n]*\\n)?\\s*([^\\n]*)");

    /** Fewer equal characters at the seam can be chance. */
    private static final int LEAST_REPEATED = 8;

    private static final int MOST_REPEATED = 2_000;

    /** A line that opens a block, or ends the session. */
    private static final Pattern ANEW = Pattern.compile("^\\s*(?:```\\s*\\w|FINAL(?:_VAR)?\\s*\\()", Pattern.MULTILINE);

    private CutReply() {}

    /**
     * Joins the parts in the way that makes Python of them.
     *
     * @param unfinished the first part, from the line that opened the block on
     * @param more the reply that goes on
     * @param cut whether that was cut too
     * @param isPython whether a text parses as Python
     * @return one text
     */
    static String joined(String unfinished, String more, boolean cut, Predicate<String> isPython) {
        if (firstLine(unfinished).equals(firstLine(more))) {
            return more;
        }
        if (beginsAnew(unfinished, more) && isWhole(ModelTextReader.read(more, cut, isPython), isPython)) {
            return more;
        }
        String bare = withoutFence(more);
        return Stream.of(
                        unfinished + afterRepeated(unfinished, bare),
                        unfinished + more,
                        unfinished + bare,
                        unfinished + "\n" + bare,
                        more)
                .filter(text -> isWhole(ModelTextReader.read(text, cut, isPython), isPython))
                .findFirst()
                // nothing parses: its error is shown, or it is cut again
                .orElse(unfinished + (cut ? afterRepeated(unfinished, bare) : more));
    }

    /** Whether a {@code FINAL} that was cut was given up for a block, or for another {@code FINAL}. */
    private static boolean beginsAnew(String unfinished, String more) {
        return !FENCE_LINE.matcher(unfinished).lookingAt() && ANEW.matcher(more).find();
    }

    private static boolean isWhole(ModelText text, Predicate<String> isPython) {
        List<String> cells = text.cells();
        return text.ending() != null || (!cells.isEmpty() && isPython.test(cells.getFirst()));
    }

    private static String firstLine(String text) {
        Matcher line = FIRST_LINE.matcher(text);
        return line.lookingAt() ? line.group(1).strip() : "";
    }

    private static String withoutFence(String text) {
        Matcher fence = FENCE_LINE.matcher(text);
        return fence.lookingAt() ? text.substring(fence.end()) : text;
    }

    private static String afterRepeated(String unfinished, String more) {
        for (int length = Math.min(MOST_REPEATED, Math.min(unfinished.length(), more.length()));
                length >= LEAST_REPEATED;
                length--) {
            if (unfinished.endsWith(more.substring(0, length))) {
                return more.substring(length);
            }
        }
        return more;
    }
}
