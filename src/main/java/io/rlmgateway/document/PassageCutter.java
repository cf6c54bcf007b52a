package io.rlmgateway.document;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into passages of 700 to 1,500 characters: before a heading if there is one at hand, else between
 * paragraphs, else between lines, sentences, words. Where a passage does not begin a paragraph, it repeats the end of
 * the one before.
 */
final class PassageCutter {

    private static final int SHORTEST = 700;
    private static final int SHORTEST_SECTION = 300;
    private static final int LONGEST = 1500;
    private static final int LOOK_AHEAD = 250;
    private static final int OVERLAP = 120;

    private final Reader text;
    private final StringBuilder window = new StringBuilder(LONGEST + LOOK_AHEAD);
    private final char[] buffer = new char[LONGEST + LOOK_AHEAD];
    private final Headings headings = new Headings();
    private String previousLine = "";
    private int seen;
    private long start;
    private long firstByte;

    PassageCutter(Reader text) {
        this.text = text;
    }

    /** {@return the next passage that is not blank, or null at the end} */
    @Nullable
    TextPassage next() throws IOException {
        for (fill(); !window.isEmpty(); fill()) {
            String above = headings.path();
            Cut cut = window.length() <= LONGEST ? new Cut(window.length(), window.length()) : cut();
            noteHeadings(cut.next());
            TextPassage passage = passage(above, cut.end());
            advance(cut.next());
            if (!passage.text().isBlank()) {
                return passage;
            }
        }
        return null;
    }

    private void fill() throws IOException {
        int wanted = LONGEST + LOOK_AHEAD - window.length();
        while (wanted > 0) {
            int read = text.read(buffer, 0, wanted);
            if (read < 0) {
                return;
            }
            window.append(buffer, 0, read);
            wanted -= read;
        }
    }

    private TextPassage passage(String above, int length) {
        String piece = window.substring(0, length);
        long end = start + piece.codePointCount(0, length);
        return new TextPassage(piece, above, headings.latest(), start, end, firstByte, utf8Length(piece));
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else {
                // A surrogate is half of a code point of four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }

    private void advance(int length) {
        String passed = window.substring(0, length);
        start += passed.codePointCount(0, length);
        firstByte += utf8Length(passed);
        window.delete(0, length);
        seen = Math.max(0, seen - length);
    }

    private void noteHeadings(int end) {
        while (seen < end) {
            Headings.Line line = line(seen);
            headings.accept(line);
            previousLine = line.text();
            seen = lineEnd(seen) + 1;
        }
    }

    private Cut cut() {
        Candidates found = new Candidates();
        String previous = previousLine;
        for (int at = seen; at < LONGEST; at = lineEnd(at) + 1) {
            Headings.Line line = line(at, previous);
            found.consider(at, line);
            if (found.isBest()) {
                break;
            }
            previous = line.text();
        }
        return found.isEmpty() ? cutInsideLine() : found.cut();
    }

    private Headings.Line line(int at) {
        return line(at, previousLine);
    }

    private Headings.Line line(int at, String previous) {
        int end = lineEnd(at);
        int next = Math.min(end + 1, window.length());
        return new Headings.Line(previous, window.substring(at, end), window.substring(next, lineEnd(next)));
    }

    private int lineEnd(int at) {
        int feed = window.indexOf("\n", at);
        return feed < 0 ? window.length() : feed;
    }

    private Cut cutInsideLine() {
        int sentence = window.lastIndexOf(". ", LONGEST - 2) + 2;
        int word = window.lastIndexOf(" ", LONGEST - 1) + 1;
        int end = sentence >= SHORTEST ? sentence : word >= SHORTEST ? word : LONGEST;
        return new Cut(whole(end), whole(overlapFrom(end)));
    }

    private int overlapFrom(int end) {
        int space = window.indexOf(" ", end - OVERLAP);
        return space < 0 || space >= end ? end : space + 1;
    }

    /** The place or the one before, so that no surrogate pair and no CR LF is parted. */
    private int whole(int place) {
        boolean pair = Character.isLowSurrogate(window.charAt(place))
                || (window.charAt(place) == '\n' && window.charAt(place - 1) == '\r');
        return pair ? place - 1 : place;
    }

    /**
     * Where to cut.
     *
     * @param end where this passage ends
     * @param next where the next one begins, before the end where they overlap
     */
    private record Cut(int end, int next) {}

    /** The best line to begin the next passage with. */
    private static final class Candidates {

        private int section = -1;
        private int heading = -1;
        private int paragraph = -1;
        private int line = -1;
        private int lineBefore = -1;

        void consider(int at, Headings.Line candidate) {
            if (at >= SHORTEST_SECTION && Headings.isMarked(candidate)) {
                section = at;
            }
            if (at < SHORTEST) {
                return;
            }
            if (Headings.isHeading(candidate)) {
                heading = at;
            }
            if (candidate.previous().isBlank() && !candidate.text().isBlank()) {
                paragraph = at;
            }
            lineBefore = line;
            line = at;
        }

        boolean isBest() {
            return section >= 0;
        }

        boolean isEmpty() {
            return section < 0 && line < 0;
        }

        Cut cut() {
            if (section >= 0) {
                return new Cut(section, section);
            }
            if (heading >= 0) {
                return new Cut(heading, heading);
            }
            if (paragraph >= 0) {
                return new Cut(paragraph, paragraph);
            }
            boolean near = lineBefore >= 0 && line - lineBefore <= OVERLAP;
            return new Cut(line, near ? lineBefore : line);
        }
    }
}
