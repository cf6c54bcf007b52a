package io.rlmgateway.session;

import org.jspecify.annotations.Nullable;

/**
 * A text in which quotations are looked up. White space does not count, as lines are broken elsewhere in a quotation, and
 * neither does the form of quotation marks, apostrophes and dashes, which models write in their own way.
 */
final class QuotedText {

    private final String text;
    private final String bare;

    QuotedText(String text) {
        this.text = text;
        this.bare = bare(text);
    }

    /**
     * Where a quotation stands.
     *
     * @param start offset of its first code point
     * @param end offset after its last code point
     */
    record Place(long start, long end) {}

    /** {@return the first place of a quotation, or null when it is not there} */
    @Nullable
    Place find(String quotation) {
        String wanted = bare(quotation);
        int index = wanted.isEmpty() ? -1 : bare.indexOf(wanted);
        if (index < 0) {
            return null;
        }
        int first = bare.codePointCount(0, index);
        int last = first + wanted.codePointCount(0, wanted.length()) - 1;
        return place(first, last);
    }

    /** Walks to the code points of these numbers among those that count. */
    private Place place(int first, int last) {
        int counted = -1;
        long offset = 0;
        long start = 0;
        for (int i = 0; i < text.length(); offset++) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (counts(point)) {
                counted++;
                start = counted == first ? offset : start;
            }
            if (counted == last) {
                break;
            }
        }
        return new Place(start, offset + 1);
    }

    private static String bare(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        text.codePoints().filter(QuotedText::counts).map(QuotedText::plain).forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static boolean counts(int point) {
        return !Character.isWhitespace(point) && !Character.isSpaceChar(point);
    }

    private static int plain(int point) {
        return switch (point) {
            case '\u2018', '\u2019', '\u201A', '\u2032' -> '\'';
            case '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB', '\u2033' -> '"';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
            default -> point;
        };
    }
}
