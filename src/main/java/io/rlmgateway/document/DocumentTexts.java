package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Gets texts and their indexes ready in the background, or at once for whoever waits. */
class DocumentTexts implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final DocumentCatalog catalog;
    private final TextExtraction extraction;
    private final PassageIndexes indexes;
    private final BackgroundWork<TextKey> extracting;
    private final BackgroundWork<TextKey> indexing;

    DocumentTexts(
            DocumentCatalog catalog, TextExtraction extraction, PassageIndexes indexes, DocumentProperties properties) {
        this.catalog = catalog;
        this.extraction = extraction;
        this.indexes = indexes;
        this.extracting = new BackgroundWork<>("document-text", properties.workers());
        this.indexing = new BackgroundWork<>("document-index", properties.workers());
    }

    /** Extracts a text and then builds its index, in the background. */
    void prepare(TextKey text) {
        extracting.start(text, () -> extractAndIndex(text));
    }

    private void extractAndIndex(TextKey text) {
        extraction.extract(text);
        indexing.start(text, () -> indexes.build(text));
    }

    /** Extracts a text on the calling thread; its index is built by the first search. */
    void extractNow(TextKey text) {
        extraction.extract(text);
    }

    /** Goes on with what an earlier process left unfinished. */
    void resume() {
        catalog.unfinished().forEach(this::prepare);
    }

    /**
     * Waits for a document's text.
     *
     * @return what extraction found, a text
     * @throws FailureException {@code InvalidRequest} when it found none, {@code Overloaded} when it did not end in
     *     time, {@code NotFound} when the document was deleted meanwhile
     */
    TextState await(CatalogEntry entry, Duration wait) {
        TextState state = state(entry);
        if (state.status() == StoredDocument.Status.UPLOADED) {
            await(extracting, entry, () -> extractAndIndex(entry.text()), wait);
            state = state(entry);
        }
        return switch (state.status()) {
            case PROCESSED -> state;
            case UPLOADED -> throw notReady(entry);
            case ERROR -> throw unreadable(entry, state);
        };
    }

    /** Waits for a document's text and index; failures as in {@link #await(CatalogEntry, Duration)}. */
    void awaitIndex(CatalogEntry entry, Duration wait) {
        Instant end = Instant.now().plus(wait);
        await(entry, wait);
        if (!indexes.isBuilt(entry.text())) {
            await(indexing, entry, () -> indexes.build(entry.text()), Duration.between(Instant.now(), end));
        }
        if (!indexes.isBuilt(entry.text())) {
            state(entry);
            throw notReady(entry);
        }
    }

    /** {@return the sections of a text that was extracted, in order} */
    List<Section> sections(TextKey text) {
        return catalog.sections(text);
    }

    /** {@return what extraction found so far} */
    TextState state(CatalogEntry entry) {
        return catalog.text(entry.text())
                .orElseThrow(() -> Missing.file(entry.document().id()));
    }

    private static void await(BackgroundWork<TextKey> work, CatalogEntry entry, Runnable task, Duration wait) {
        try {
            work.await(entry.text(), task, wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(notReady(entry).failure(), e);
        }
    }

    private static FailureException notReady(CatalogEntry entry) {
        return new FailureException(new Failure.Overloaded(
                "The text of file '" + entry.document().id() + "' is still being prepared. Try again later.", RETRY));
    }

    private static FailureException unreadable(CatalogEntry entry, TextState state) {
        return new FailureException(new Failure.InvalidRequest(
                Failure.Reason.INVALID_VALUE,
                "File '" + entry.document().id() + "' cannot be read as text. " + state.details(),
                null));
    }

    @Override
    public void close() {
        extracting.close();
        indexing.close();
    }
}
