package io.rlmgateway.document;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stored bytes as text and records what came out, with memory that does not grow with the file. */
class TextExtraction {

    private static final Logger log = LoggerFactory.getLogger(TextExtraction.class);
    private static final int BUFFER = 32 * 1024;
    private static final int ATTEMPTS = 3;

    private final DocumentStore store;
    private final DocumentCatalog catalog;
    private final TextExtractor extractor;
    private final ContentLocks locks;

    TextExtraction(DocumentStore store, DocumentCatalog catalog, TextExtractor extractor, ContentLocks locks) {
        this.store = store;
        this.extractor = extractor;
        this.catalog = catalog;
        this.locks = locks;
    }

    /** Extracts a text, unless that was done or no document has it any more. */
    void extract(TextKey text) {
        for (int attempt = 1; isWanted(text); attempt++) {
            try {
                extractOnce(text);
            } catch (IOException e) {
                // Deleted and uploaded again in the meantime is the usual cause, so another attempt helps.
                if (attempt == ATTEMPTS) {
                    log.error(
                            "Text of content {} cannot be extracted",
                            text.content().sha256(),
                            e);
                    fail(text);
                }
            }
        }
    }

    private boolean isWanted(TextKey text) {
        return catalog.text(text)
                .filter(state -> state.status() == StoredDocument.Status.UPLOADED)
                .isPresent();
    }

    private void fail(TextKey text) {
        catalog.update(
                text,
                TextState.unreadable(
                        "The text could not be extracted because the stored file could not be read; upload it again."),
                List.of());
    }

    private void extractOnce(TextKey text) throws IOException {
        Path draft = store.draft();
        try {
            Read read = read(text, draft);
            locks.run(text.content(), () -> record(text, read, draft));
        } finally {
            store.discard(draft);
        }
    }

    private Read read(TextKey text, Path draft) throws IOException {
        Path original = store.find(text.content(), ContentPart.ORIGINAL)
                .orElseThrow(() -> new NoSuchFileException(text.content().sha256()));
        try {
            return switch (text.format()) {
                case VERBATIM, HTML -> decode(text.format(), original, draft);
                case DOCUMENT -> extract(TextExtractor.Source.DETECTED, original, draft);
                case MAIL -> extract(TextExtractor.Source.MAIL, original, draft);
            };
        } catch (UnreadableTextException e) {
            return new Read(TextState.unreadable(e.reason()), List.of());
        } catch (CharacterCodingException e) {
            return new Read(
                    TextState.unreadable("The file has the byte order mark of UTF-16 but is not valid UTF-16;"
                            + " convert it to text in UTF-8 and upload that."),
                    List.of());
        }
    }

    private static Read decode(TextFormat format, Path original, Path draft)
            throws IOException, UnreadableTextException {
        TextEncoding encoding = TextEncoding.of(original);
        boolean same = encoding.isPlainUtf8() && format == TextFormat.VERBATIM;
        if (!same) {
            write(original, encoding, format, draft);
        }
        return new Read(summary(same ? original : draft).state(encoding.remark(), same), List.of());
    }

    private Read extract(TextExtractor.Source source, Path original, Path draft)
            throws IOException, UnreadableTextException {
        TextExtractor.Extracted extracted = extractor.extract(original, source, draft);
        return new Read(summary(draft).state(extracted.remark(), false), extracted.sections());
    }

    /** What was found, before it is recorded. */
    private record Read(TextState state, List<Section> sections) {}

    private static void write(Path original, TextEncoding encoding, TextFormat format, Path draft) throws IOException {
        try (Reader characters = encoding.open(original);
                Writer output = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            if (format == TextFormat.HTML) {
                HtmlText.write(characters, output);
            } else {
                characters.transferTo(output);
            }
        }
    }

    private static TextSummary summary(Path text) throws IOException {
        TextSummary summary = new TextSummary();
        char[] buffer = new char[BUFFER];
        try (Reader characters = Files.newBufferedReader(text, StandardCharsets.UTF_8)) {
            for (int read = characters.read(buffer); read >= 0; read = characters.read(buffer)) {
                summary.accept(buffer, read);
            }
        }
        return summary;
    }

    private void record(TextKey text, Read read, Path draft) throws IOException {
        TextState state = read.state();
        if (catalog.text(text).isEmpty()) {
            return;
        }
        if (state.status() == StoredDocument.Status.PROCESSED && !state.original()) {
            store.add(text.content(), text.format().text(), draft);
        }
        catalog.update(text, state, read.sections());
    }
}
