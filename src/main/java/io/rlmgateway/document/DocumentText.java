package io.rlmgateway.document;

import java.nio.file.Path;
import java.util.List;

/**
 * A document's readable text.
 *
 * @param id the document
 * @param name file name
 * @param mediaType detected media type
 * @param length code points
 * @param head its first few hundred characters
 * @param tail its last few hundred characters
 * @param file the text in valid UTF-8; not changed as long as the document exists
 * @param sections its pages, sheets or entries, in order; empty for a text without
 */
public record DocumentText(
        String id,
        String name,
        String mediaType,
        long length,
        String head,
        String tail,
        Path file,
        List<Section> sections) {

    /** Copies the sections. */
    public DocumentText {
        sections = List.copyOf(sections);
    }

    /**
     * A text without sections.
     *
     * @param id the document
     * @param name file name
     * @param mediaType detected media type
     * @param length code points
     * @param head its first few hundred characters
     * @param tail its last few hundred characters
     * @param file the text in valid UTF-8
     */
    public DocumentText(String id, String name, String mediaType, long length, String head, String tail, Path file) {
        this(id, name, mediaType, length, head, tail, file, List.of());
    }

    /**
     * Where a passage stands.
     *
     * @param start offset of its first code point
     * @param end offset after its last code point
     * @return the sections that it lies in
     */
    public Place place(long start, long end) {
        return Place.of(sections, start, end);
    }
}
