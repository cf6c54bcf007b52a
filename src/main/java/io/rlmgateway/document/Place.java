package io.rlmgateway.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a document a passage stands, as people say it.
 *
 * @param label as {@code page 12}, {@code pages 12-13} or {@code reports/q3.xlsx, sheet Prices}; null where the document
 *     has no sections there
 * @param page the number of the page or slide that it begins on, or null
 */
public record Place(@Nullable String label, @Nullable Integer page) {

    static Place of(List<Section> sections, long start, long end) {
        List<Section> first = around(sections, start);
        if (first.isEmpty()) {
            return new Place(null, null);
        }
        List<Section> last = around(sections, Math.max(start, end - 1));
        Integer page = first.stream()
                .filter(section -> section.kind() == Section.Kind.PAGE || section.kind() == Section.Kind.SLIDE)
                .findFirst()
                .map(Section::number)
                .orElse(null);
        return new Place(label(first, last), page);
    }

    /** {@return the sections that hold the offset, from the outermost} */
    private static List<Section> around(List<Section> sections, long offset) {
        return sections.stream().filter(section -> section.holds(offset)).toList();
    }

    /** What both ends lie in, and below that from where to where. */
    private static String label(List<Section> first, List<Section> last) {
        List<String> labels = new ArrayList<>();
        for (int level = 0; level < first.size(); level++) {
            Section from = first.get(level);
            if (level < last.size() && !from.equals(last.get(level))) {
                labels.add(label(from, last.get(level)));
                break;
            }
            labels.add(from.label());
        }
        return String.join(", ", labels);
    }

    private static String label(Section from, Section to) {
        boolean numbered =
                from.kind() == to.kind() && from.kind() != Section.Kind.SHEET && from.kind() != Section.Kind.ENTRY;
        return numbered ? from.label().replace(" ", "s ") + "-" + to.number() : from.label() + " to " + to.label();
    }
}
