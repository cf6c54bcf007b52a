package io.rlmgateway.session;

import io.rlmgateway.session.ModelText.Ending;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what models write: fenced cells in all observed forms, and {@code FINAL} in prose. One instance reads one text,
 * whole or as it arrives. A block ends at the first fence with which it is Python, because a fence can stand inside a
 * string. As long as a text is open only what no further text can change is read.
 */
final class ModelTextReader {

    private static final Set<String> PYTHON = Set.of("repl", "python", "py", "python3", "py3");
    private static final Pattern FENCE = Pattern.compile("\\s*+`{3,}+\\s*+([\\w+#.-]*+)[^`]*+");
    private static final Pattern BARE_FENCE = Pattern.compile("\\s*+`{3,}+\\s*+");
    private static final Pattern FINAL = Pattern.compile("^\\s*+(FINAL_VAR|FINAL)\\s*+\\(");

    private static final String FENCE_MARK = "```";

    /** Each possible end costs a parse of the block up to it. */
    private static final int MOST_ENDS = 16;

    private final Predicate<String> isPython;
    private final ArrivingLines arrived = new ArrivingLines();
    private final List<String> lines = arrived.lines();
    private final List<String> cells = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();
    private final Set<Integer> noEnds = new HashSet<>();
    private boolean open = true;

    /** What a line must hold to make certain what is not, and the lines that were looked at for it. */
    private String awaited = "";

    private int looked;
    private boolean cut;
    private @Nullable String unfinished;
    private @Nullable Ending ending;
    private int next;

    /**
     * A reader of a text that is still empty.
     *
     * @param isPython whether a text parses as Python
     */
    ModelTextReader(Predicate<String> isPython) {
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
        ModelTextReader reader = new ModelTextReader(isPython);
        reader.add(text);
        return reader.end(cut);
    }

    /** Takes more of the text. */
    void add(String piece) {
        arrived.add(piece);
    }

    /**
     * Reads on in an open text up to the end of the next cell; a {@code FINAL} before it waits, as cells come first.
     *
     * @return whether there is one that no further text can change
     */
    boolean advance() {
        int known = cells.size();
        if (lines.subList(looked, lines.size()).stream().noneMatch(line -> line.contains(awaited))) {
            looked = lines.size();
            return false;
        }
        boolean certain = true;
        while (certain && next < lines.size() && cells.size() == known) {
            certain = item();
        }
        looked = certain ? next : lines.size();
        return cells.size() > known;
    }

    /** {@return the text up to where it was read} */
    String upToHere() {
        return arrived.upTo(next);
    }

    /** {@return what was read so far, but for an ending, as cells may follow that come before it} */
    ModelText soFar() {
        return new ModelText(cells, foreign, null, null);
    }

    /** {@return what was read of a text of which no more is wanted} */
    ModelText endedHere() {
        return new ModelText(cells, foreign, ending, unfinished);
    }

    /**
     * Reads the rest of a text that has ended.
     *
     * @param atLimit whether it ended because of a limit
     * @return what the whole text holds
     */
    ModelText end(boolean atLimit) {
        arrived.end();
        open = false;
        cut = atLimit;
        while (next < lines.size()) {
            item();
        }
        return endedHere();
    }

    /** Reads what begins at the next line; false when that is not certain yet. */
    private boolean item() {
        awaited = "";
        Matcher fence = FENCE.matcher(lines.get(next));
        Matcher end = FINAL.matcher(lines.get(next));
        if (fence.matches()) {
            return block(fence.group(1).toLowerCase(Locale.ROOT));
        }
        if (end.find()) {
            return ending("FINAL_VAR".equals(end.group(1)), end.end());
        }
        next++;
        return true;
    }

    private boolean block(String tag) {
        boolean python = PYTHON.contains(tag);
        int start = next + 1;
        if (!python && !tag.isEmpty()) {
            return foreignBlock(start, tag);
        }
        for (int end : ends(start, python)) {
            if (endsCell(start, end, python)) {
                return true;
            }
        }
        if (open) {
            awaited = FENCE_MARK;
            return false;
        }
        if (python) {
            brokenCell(start, bareFence(start));
        } else {
            textBlock(start, bareFence(start));
        }
        return true;
    }

    private boolean foreignBlock(int start, String tag) {
        int bare = bareFence(start);
        if (open && bare < 0) {
            awaited = FENCE_MARK;
            return false;
        }
        foreign.add(tag);
        next = bare < 0 ? lines.size() : bare + 1;
        return true;
    }

    /** Where the block may end: at any fence, and at the end of a text that was not cut. */
    private List<Integer> ends(int start, boolean python) {
        List<Integer> ends = new ArrayList<>();
        for (int line = start; line < lines.size() && ends.size() < MOST_ENDS; line++) {
            if (FENCE.matcher(lines.get(line)).matches()) {
                ends.add(line);
            }
        }
        // a last fence without a tag that follows another block opens nothing: it is a stray one
        if (!open && !cut && (python || isFirstBlock())) {
            ends.add(lines.size());
        }
        return ends;
    }

    private boolean isFirstBlock() {
        return cells.isEmpty() && foreign.isEmpty();
    }

    private boolean endsCell(int start, int end, boolean python) {
        if (noEnds.contains(end)) {
            return false;
        }
        String code = code(start, end);
        if ((python && isOnlyEnd(start, end)) || isPython.test(code)) {
            take(code, end);
            return true;
        }
        noEnds.add(end);
        return false;
    }

    /** Whether a block ends at its first fence whatever it holds, because nothing follows; then it need not be parsed. */
    private boolean isOnlyEnd(int start, int end) {
        return !open
                && end < lines.size()
                && end == bareFence(start)
                && lines.subList(end + 1, lines.size()).stream().allMatch(String::isBlank)
                && lines.subList(start, end).stream()
                        .noneMatch(line -> FENCE.matcher(line).matches());
    }

    private void take(String code, int end) {
        noEnds.clear();
        if (!code.isBlank()) {
            cells.add(code);
        }
        // a fence with a tag ends a block whose own closing fence is missing, and opens the next
        boolean bare = end < lines.size() && BARE_FENCE.matcher(lines.get(end)).matches();
        next = bare ? end + 1 : end;
    }

    /** Python that does not parse still is a cell: its error is shown. */
    private void brokenCell(int start, int bare) {
        if (bare >= 0) {
            take(code(start, bare), bare);
            return;
        }
        if (cut) {
            unfinished = arrived.from(next);
        } else {
            cells.add(code(start, lines.size()));
        }
        next = lines.size();
    }

    /** A block of text is passed over; a fence that opens none, because a block with a tag follows, is stray. */
    private void textBlock(int start, int bare) {
        boolean closed = bare >= 0
                && lines.subList(start, bare).stream()
                        .noneMatch(line -> FENCE.matcher(line).matches());
        noEnds.clear();
        if (cut && bare < 0 && isFirstBlock()) {
            unfinished = arrived.from(next);
        }
        next = closed ? bare + 1 : start;
    }

    private int bareFence(int start) {
        for (int line = start; line < lines.size(); line++) {
            if (BARE_FENCE.matcher(lines.get(line)).matches()) {
                return line;
            }
        }
        return -1;
    }

    /** The lines up to an end, without the indentation of the first, which comes from an indented fence. */
    private String code(int start, int end) {
        List<String> code = lines.subList(start, end);
        int indentation = code.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(ModelTextReader::indentation)
                .orElse(0);
        return code.stream()
                .map(line -> line.substring(Math.min(indentation, indentation(line))))
                .collect(Collectors.joining("\n"));
    }

    private static int indentation(String line) {
        int first = 0;
        while (first < line.length() && Character.isWhitespace(line.charAt(first))) {
            first++;
        }
        return first;
    }

    private boolean ending(boolean variable, int from) {
        String rest = String.join("\n", lines.subList(next, lines.size())).substring(from);
        ProseEnding call = open ? ProseEnding.closed(rest) : ProseEnding.read(rest, cut);
        if (call == null && open) {
            awaited = ")";
            return false;
        }
        if (call == null) {
            unfinished = arrived.from(next);
        }
        next += call == null ? lines.size() : call.lines();
        Ending read = call == null ? null : call.ending(variable, isPython);
        ending = read == null ? ending : read;
        return true;
    }
}
