package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import io.rlmgateway.document.TextExtractor;
import io.rlmgateway.document.TextExtractor.Source;
import io.rlmgateway.document.UnreadableTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a document.
 *
 * @param text its text, empty when it could not be read
 * @param sections its sections
 * @param remark what was remarked, or null
 * @param reason why it could not be read, or null
 */
record ReadDocument(
        String text,
        List<Section> sections,
        @Nullable String remark,
        @Nullable String reason) {

    static ReadDocument of(Path folder, byte[] bytes) {
        return of(folder, bytes, Source.DETECTED, Extractors.limits());
    }

    static ReadDocument of(Path folder, byte[] bytes, Source source, ExtractionProperties limits) {
        try {
            Path file = Files.write(Files.createTempFile(folder, "document", ""), bytes);
            Path draft = file.resolveSibling(file.getFileName() + "-draft");
            try {
                TextExtractor.Extracted read = new ProcessTextExtractor(limits).extract(file, source, draft);
                return new ReadDocument(Files.readString(draft), read.sections(), read.remark(), null);
            } catch (UnreadableTextException e) {
                return new ReadDocument("", List.of(), null, e.reason());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the text of a section} */
    String textOf(Section section) {
        return text.substring(
                text.offsetByCodePoints(0, (int) section.start()), text.offsetByCodePoints(0, (int) section.end()));
    }

    /** {@return the labels of all sections} */
    List<String> labels() {
        return sections.stream().map(Section::label).toList();
    }
}
