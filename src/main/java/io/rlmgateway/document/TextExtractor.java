package io.rlmgateway.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads formats that are no text, as PDF and Office documents. */
public interface TextExtractor {

    /**
     * Reads a whole document.
     *
     * @param original its bytes
     * @param source what they are
     * @param draft where the readable text goes, in UTF-8; nothing exists there yet
     * @return what the text consists of
     * @throws UnreadableTextException when they cannot be read, with the reason for whoever uploaded them
     * @throws IOException when this service fails
     */
    Extracted extract(Path original, Source source, Path draft) throws IOException, UnreadableTextException;

    /** How bytes are read. */
    enum Source {
        /** By what they begin with. */
        DETECTED,
        /** As an e-mail, which begins with words of any kind. */
        MAIL
    }

    /**
     * What a text consists of.
     *
     * @param sections in order of their starts, outer ones first; may be empty
     * @param remark what is worth knowing, as entries that could not be read; or null
     */
    record Extracted(List<Section> sections, @Nullable String remark) {

        /** Copies the sections. */
        public Extracted {
            sections = List.copyOf(sections);
        }
    }
}
