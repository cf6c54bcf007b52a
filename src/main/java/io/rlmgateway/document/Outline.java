package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a document and the headings in its text, in order.
 *
 * @param object always {@code rlm.outline}
 * @param document the document's id
 * @param entries sections and headings
 * @param hasMore whether there are more than are listed
 */
record Outline(
        String object,
        String document,
        List<Entry> entries,
        @JsonProperty("has_more") boolean hasMore) {

    private static final int MOST = 10_000;
    private static final int LONGEST_HEADING = 300;

    /**
     * A section or a heading.
     *
     * @param kind {@code page}, {@code slide}, {@code sheet}, {@code part}, {@code entry} or {@code heading}
     * @param number of a section among its siblings; null for a heading
     * @param name the section's name or the heading's words
     * @param level 0 for the outermost sections; a heading's as in Markdown, from 1
     * @param start offset of its first character
     * @param end offset after a section's last character; null for a heading
     */
    record Entry(
            String kind,
            @Nullable Integer number,
            String name,
            int level,
            long start,
            @Nullable Long end) {

        static Entry of(Section section) {
            return new Entry(
                    section.kind().name().toLowerCase(Locale.ROOT),
                    section.number(),
                    section.name(),
                    section.level(),
                    section.start(),
                    section.end());
        }
    }

    static Outline of(DocumentText document) throws IOException {
        List<Entry> entries = new ArrayList<>();
        document.sections().stream().limit(MOST + 1).map(Entry::of).forEach(entries::add);
        addHeadings(document, entries);
        entries.sort(Comparator.comparingLong(Entry::start));
        boolean more = entries.size() > MOST;
        return new Outline(
                "rlm.outline", document.id(), List.copyOf(entries.subList(0, Math.min(MOST, entries.size()))), more);
    }

    /** Reads lines by pieces, because a line may be as long as the text. */
    private static void addHeadings(DocumentText document, List<Entry> entries) throws IOException {
        int most = entries.size() + MOST + 1;
        StringBuilder line = new StringBuilder();
        long start = 0;
        long position = 0;
        try (BufferedReader reader = Files.newBufferedReader(document.file())) {
            for (int c = reader.read(); c >= 0 && entries.size() < most; c = reader.read()) {
                position += Character.isLowSurrogate((char) c) ? 0 : 1;
                if (c != '\n') {
                    if (line.length() <= LONGEST_HEADING) {
                        line.append((char) c);
                    }
                    continue;
                }
                addHeading(line.toString(), start, entries);
                line.setLength(0);
                start = position;
            }
        }
        addHeading(line.toString(), start, entries);
    }

    private static void addHeading(String line, long start, List<Entry> entries) {
        int level = Headings.markdownLevel(line);
        if (level > 0 && line.length() <= LONGEST_HEADING) {
            entries.add(new Entry("heading", null, line.substring(level).strip(), level, start, null));
        }
    }
}
