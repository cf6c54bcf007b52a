package io.rlmgateway.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Catalog and store in step: a row is never without its bytes, bytes without a row are deleted. */
class DocumentShelf {

    private final DocumentStore store;
    private final DocumentCatalog catalog;
    private final ContentLocks locks;
    private final InstantSource clock;

    DocumentShelf(DocumentStore store, DocumentCatalog catalog, ContentLocks locks, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
        this.clock = clock;
    }

    /** Bytes first, then the row: a crash in between leaves bytes that {@link #sweep} finds. */
    void admit(CatalogEntry entry, Path draft) throws IOException {
        ContentKey content = entry.text().content();
        locks.run(content, () -> {
            store.add(content, ContentPart.ORIGINAL, draft);
            catalog.insert(entry);
        });
    }

    /** Makes what was admitted survive a power failure. */
    void flush() {
        catalog.flush();
    }

    /** The row first, then, with the last row, the bytes. */
    void delete(CatalogEntry entry) throws IOException {
        ContentKey content = entry.text().content();
        locks.run(content, () -> {
            boolean used = catalog.delete(entry);
            if (!used) {
                store.delete(content);
            }
        });
    }

    /** Deletes what a crash left behind: drafts, and bytes without a row. To be called before anything else. */
    void sweep() throws IOException {
        store.retainOnly(catalog.contents());
    }

    CatalogEntry find(String tenant, String id) {
        return catalog.find(tenant, id, now()).orElseThrow(() -> Missing.file(id));
    }

    /** {@return the page and, if there are more files, one more} */
    List<StoredDocument> list(String tenant, FileQuery query) {
        return catalog.list(tenant, query, now());
    }

    List<CatalogEntry> ofRun(String tenant, String run) {
        return catalog.ofRun(tenant, run);
    }

    List<CatalogEntry> expired() {
        return catalog.expired(now());
    }

    InputStream open(CatalogEntry entry) throws IOException {
        return Files.newInputStream(file(entry, ContentPart.ORIGINAL));
    }

    /** {@return the file with the readable text that extraction found} */
    Path text(CatalogEntry entry, TextState state) throws IOException {
        return file(
                entry,
                state.original() ? ContentPart.ORIGINAL : entry.text().format().text());
    }

    private Path file(CatalogEntry entry, ContentPart part) throws IOException {
        return store.find(entry.text().content(), part)
                .orElseThrow(() -> new NoSuchFileException(entry.document().id()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
