package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import io.rlmgateway.document.TextExtractor;
import io.rlmgateway.document.UnreadableTextException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Reads each document in a process of its own that sees nothing but it: what a document does to its reader ends with
 * that process.
 */
@Component
final class ProcessTextExtractor implements TextExtractor {

    private static final Logger log = LoggerFactory.getLogger(ProcessTextExtractor.class);

    private final ExtractionProperties properties;

    ProcessTextExtractor(ExtractionProperties properties) {
        this.properties = properties;
    }

    @Override
    public Extracted extract(Path original, Source source, Path draft) throws IOException, UnreadableTextException {
        Path own = Files.createDirectory(draft.resolveSibling(draft.getFileName() + "-reading"));
        try {
            return read(original.toRealPath(), source, own, draft);
        } finally {
            FileSystemUtils.deleteRecursively(own);
        }
    }

    private Extracted read(Path original, Source source, Path own, Path draft)
            throws IOException, UnreadableTextException {
        try (ReadingProcess process = ReadingProcess.start(original, source, own, properties);
                OutputStream text = new BufferedOutputStream(Files.newOutputStream(draft))) {
            FrameInput frames = new FrameInput(process.output(), text, properties.maxCharacters());
            FrameInput.End end = end(frames, process);
            if (end.outcome() != Outcome.READ) {
                throw new UnreadableTextException(end.outcome().reason(properties));
            }
            List<Section> sections = frames.sections();
            return new Extracted(sections, end.remark().isEmpty() ? null : end.remark());
        }
    }

    private static FrameInput.End end(FrameInput frames, ReadingProcess process) {
        try {
            return frames.read();
        } catch (IOException e) {
            Outcome outcome = process.outcomeWithoutEnd();
            log.info("A document could not be read ({}): {}{}", outcome, e.getMessage(), process.lastWords());
            return new FrameInput.End(outcome, "");
        }
    }
}
