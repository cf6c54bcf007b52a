package io.rlmgateway.document;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        Section innermost = first.getLast();
        List<Section> last = around(sections, Math.max(start, end - 1));
        String label = Stream.concat(
                        first.subList(0, first.size() - 1).stream().map(Section::label),
                        Stream.of(label(innermost, last)))
                .collect(Collectors.joining(", "));
        return new Place(
                label,
                first.stream()
                        .filter(Place::isPage)
                        .map(Section::number)
                        .findFirst()
                        .orElse(null));
    }

    /** {@return the sections that hold the offset, from the outermost} */
    private static List<Section> around(List<Section> sections, long offset) {
        return sections.stream().filter(section -> section.holds(offset)).toList();
    }

    private static String label(Section section, List<Section> last) {
        return last.stream()
                .filter(other -> isPage(section)
                        && other.kind() == section.kind()
                        && other.level() == section.level()
                        && other.number() > section.number())
                .findFirst()
                .map(other -> section.label().replace(" ", "s ") + "-" + other.number())
                .orElseGet(section::label);
    }

    private static boolean isPage(Section section) {
        return section.kind() == Section.Kind.PAGE || section.kind() == Section.Kind.SLIDE;
    }
}
