package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import io.rlmgateway.document.TextLines;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes readable text in sections; each begins with a line as {@code === page 12 ===}, which says where one is in every
 * excerpt, and is what the search index takes for a heading.
 */
final class SectionText {

    private static final int MOST_REMARKS = 20;

    private final FrameOutput output;
    private final TextLines lines;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<String> remarks = new ArrayList<>();
    private boolean anyText;
    /** Whether the text so far ends with an empty line, or has not begun. */
    private boolean settled = true;

    private int pages;
    private int emptyPages;

    /**
     * Begins.
     *
     * @param mostCharacters of the text
     * @param tooLong called for the first character beyond
     */
    SectionText(FrameOutput output, long mostCharacters, Runnable tooLong) {
        this.output = output;
        this.lines = new TextLines(new Limited(output, mostCharacters, tooLong));
        open.push(new Open(Section.Kind.ENTRY, ""));
    }

    void open(Section.Kind kind, String name) throws IOException {
        int number = innermost().next(kind);
        boolean named = kind == Section.Kind.ENTRY || kind == Section.Kind.SHEET;
        String shown = named && name.isBlank() ? "unnamed" : name.strip();
        settle();
        output.open(kind, number, shown);
        open.push(new Open(kind, new Section(kind, number, shown, 0, 0, 0).label()));
        lines.verbatim("=== " + path() + " ===");
        settled = false;
        lines.breakLine(2);
    }

    /** Writes an empty line unless there is one, so that it belongs to what was before. */
    private void settle() throws IOException {
        if (!settled) {
            lines.breakLine(2);
            lines.separate();
            settled = true;
        }
    }

    private String path() {
        return open.reversed().stream()
                .skip(1)
                .map(section -> section.label)
                .collect(Collectors.joining(", "))
                .replaceAll("\\p{Cntrl}+", " ");
    }

    /** Ends the innermost section. */
    void close() throws IOException {
        Open closed = open.pop();
        if (closed.kind == Section.Kind.PAGE) {
            pages++;
            emptyPages += closed.holdsText ? 0 : 1;
        }
        innermost().holdsText |= closed.holdsText;
        settle();
        output.closeSection();
    }

    /** Ends the innermost section if it is of this kind. */
    void close(Section.Kind kind) throws IOException {
        if (depth() > 0 && innermost().kind == kind) {
            close();
        }
    }

    /** Ends sections until so many are open. */
    void closeTo(int depth) throws IOException {
        while (depth() > depth) {
            close();
        }
    }

    int depth() {
        return open.size() - 1;
    }

    /** Names the innermost section if it is one of an electronic book that has no name yet. */
    void name(String heading) throws IOException {
        Open section = innermost();
        if (depth() > 0 && section.kind == Section.Kind.PART && !section.named && !heading.isBlank()) {
            section.named = true;
            output.name(heading.strip());
        }
    }

    void breakLine(int feeds) {
        if (!settled) {
            lines.breakLine(feeds);
        }
    }

    /** Writes running text, its white space collapsed. */
    void text(String text) throws IOException {
        note(text);
        lines.text(text);
    }

    /** Writes text as it is. */
    void verbatim(String text) throws IOException {
        note(text);
        lines.verbatim(text);
    }

    private void note(String text) {
        if (!text.isBlank()) {
            anyText = true;
            settled = false;
            innermost().holdsText = true;
        }
    }

    /** Says in the place of an entry's text, and in the remark about the whole, why it is not there. */
    void leaveOut(String entry, String why) throws IOException {
        settled = false;
        lines.verbatim("[" + why + "]");
        remarks.add(entry + " (" + why + ")");
    }

    boolean holdsText() {
        return anyText;
    }

    void end() throws IOException {
        closeTo(0);
        if (!settled) {
            lines.end();
        }
    }

    /** {@return what is worth knowing about the whole; empty for nothing} */
    String remark() {
        List<String> all = new ArrayList<>();
        if (emptyPages > 0) {
            all.add(emptyPages + " of " + pages
                    + " pages hold no text; if they were scanned, run text recognition (OCR)" + " over the document.");
        }
        if (!remarks.isEmpty()) {
            String listed = remarks.stream().limit(MOST_REMARKS).collect(Collectors.joining(", "));
            all.add("Not read: " + listed + (remarks.size() > MOST_REMARKS ? ", and others." : "."));
        }
        return String.join(" ", all);
    }

    private Open innermost() {
        return open.getFirst();
    }

    /** A section that has not ended. */
    private static final class Open {
        private final Section.Kind kind;
        private final String label;
        private final Map<Section.Kind, Integer> inside = new EnumMap<>(Section.Kind.class);
        private boolean named;
        private boolean holdsText;

        Open(Section.Kind kind, String label) {
            this.kind = kind;
            this.label = label;
        }

        int next(Section.Kind child) {
            return inside.merge(child, 1, Integer::sum);
        }
    }

    /** Counts characters. */
    private static final class Limited extends FilterWriter {

        private final Runnable tooLong;
        private long left;

        Limited(Writer output, long most, Runnable tooLong) {
            super(output);
            this.left = most;
            this.tooLong = tooLong;
        }

        @Override
        public void write(int character) throws IOException {
            take(1);
            super.write(character);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            take(length);
            super.write(text, offset, length);
        }

        private void take(int characters) {
            left -= characters;
            if (left < 0) {
                tooLong.run();
            }
        }
    }
}
