package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rlmgateway.api.Failure.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A piece of a text; of a long one the beginning.
 *
 * @param object always {@code rlm.text}
 * @param document the document's id
 * @param start offset of its first character in the text
 * @param end offset after its last character
 * @param hasMore whether what was asked for goes on at {@code end}
 * @param text the piece
 */
record TextSlice(
        String object,
        String document,
        long start,
        long end,
        @JsonProperty("has_more") boolean hasMore,
        String text) {

    /** Characters of a piece at most. */
    private static final int LONGEST = 100_000;

    /**
     * Reads a piece.
     *
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} for pages that the document does not have
     */
    static TextSlice read(DocumentText document, TextRange range) throws IOException {
        Reading reading = switch (range) {
            case TextRange.Characters(long start, long end) -> new Reading(start, end, 0, Long.MAX_VALUE);
            case TextRange.Lines(long first, long last) -> new Reading(0, Long.MAX_VALUE, first - 1, last);
            case TextRange.Pages(long first, long last) -> pages(document, first, last);
        };
        try (BufferedReader reader = Files.newBufferedReader(document.file())) {
            reading.read(reader);
        }
        return reading.slice(document.id());
    }

    private static Reading pages(DocumentText document, long first, long last) {
        List<Section> pages = document.sections().stream()
                .filter(section -> section.kind() == Section.Kind.PAGE || section.kind() == Section.Kind.SLIDE)
                .filter(section -> section.number() >= first && section.number() <= last)
                .toList();
        if (pages.isEmpty()) {
            throw Parameters.invalid(
                    Reason.INVALID_VALUE,
                    "Invalid 'pages': the document has no such pages. Ask for its outline, or for characters or lines.",
                    "pages");
        }
        return new Reading(pages.getFirst().start(), pages.getLast().end(), 0, Long.MAX_VALUE);
    }

    /** Passes over a text once; what lies both between the offsets and in the lines is taken. */
    private static final class Reading {

        private final long start;
        private final long end;
        private final long firstFeed;
        private final long lastFeed;
        private final StringBuilder taken = new StringBuilder();
        private long begun = -1;
        private long position;
        private long feeds;
        private long count;
        private boolean hasMore;

        Reading(long start, long end, long firstFeed, long lastFeed) {
            this.start = start;
            this.end = end;
            this.firstFeed = firstFeed;
            this.lastFeed = lastFeed;
        }

        void read(BufferedReader reader) throws IOException {
            for (int c = next(reader); c >= 0 && !isOver() && !hasMore; c = next(reader)) {
                if (position >= start && feeds >= firstFeed) {
                    take(c);
                }
                position++;
                feeds += c == '\n' ? 1 : 0;
            }
        }

        private boolean isOver() {
            return position >= end || feeds >= lastFeed;
        }

        private void take(int c) {
            if (count == LONGEST) {
                hasMore = true;
                return;
            }
            begun = begun < 0 ? position : begun;
            taken.appendCodePoint(c);
            count++;
        }

        private static int next(BufferedReader reader) throws IOException {
            int c = reader.read();
            return Character.isHighSurrogate((char) c) && c >= 0
                    ? Character.toCodePoint((char) c, (char) reader.read())
                    : c;
        }

        TextSlice slice(String document) {
            long first = begun < 0 ? position : begun;
            return new TextSlice("rlm.text", document, first, first + count, hasMore, taken.toString());
        }
    }
}
