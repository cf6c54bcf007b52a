package io.rlmgateway.document;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stored bytes as text and records what came out, with memory that does not grow with the file. */
class TextExtraction {

    private static final Logger log = LoggerFactory.getLogger(TextExtraction.class);
    private static final int BUFFER = 32 * 1024;
    private static final int ATTEMPTS = 3;

    private final DocumentStore store;
    private final DocumentCatalog catalog;
    private final ContentLocks locks;

    TextExtraction(DocumentStore store, DocumentCatalog catalog, ContentLocks locks) {
        this.store = store;
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
                        "The text could not be extracted because the stored file could not be read; upload it again."));
    }

    private void extractOnce(TextKey text) throws IOException {
        Path draft = store.draft();
        try {
            TextState state = read(text, draft);
            locks.run(text.content(), () -> record(text, state, draft));
        } finally {
            store.discard(draft);
        }
    }

    private TextState read(TextKey text, Path draft) throws IOException {
        Path original = store.find(text.content(), ContentPart.ORIGINAL)
                .orElseThrow(() -> new NoSuchFileException(text.content().sha256()));
        try {
            TextEncoding encoding = TextEncoding.of(original);
            boolean same = encoding.isPlainUtf8() && text.format() == TextFormat.VERBATIM;
            if (!same) {
                write(original, encoding, text.format(), draft);
            }
            TextSummary summary = summary(same ? original : draft);
            return new TextState(
                    StoredDocument.Status.PROCESSED,
                    encoding.remark(),
                    same,
                    summary.codePoints(),
                    summary.head(),
                    summary.tail());
        } catch (UnreadableTextException e) {
            return TextState.unreadable(e.reason());
        } catch (CharacterCodingException e) {
            return TextState.unreadable("The file has the byte order mark of UTF-16 but is not valid UTF-16;"
                    + " convert it to text in UTF-8 and upload that.");
        }
    }

    private static void write(Path original, TextEncoding encoding, TextFormat format, Path draft) throws IOException {
        try (Reader characters = encoding.open(original);
                Writer output = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            switch (format) {
                case VERBATIM -> characters.transferTo(output);
                case HTML -> HtmlText.write(characters, output);
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

    private void record(TextKey text, TextState state, Path draft) throws IOException {
        if (catalog.text(text).isEmpty()) {
            return;
        }
        if (state.status() == StoredDocument.Status.PROCESSED && !state.original()) {
            store.add(text.content(), text.format().text(), draft);
        }
        catalog.update(text, state);
    }
}
