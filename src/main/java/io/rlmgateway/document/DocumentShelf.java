package io.rlmgateway.document;

import io.rlmgateway.api.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Catalog and store in step: a row is never without its bytes, bytes without a row are deleted. */
class DocumentShelf {

    private final DocumentStore store;
    private final DocumentCatalog catalog;
    private final ContentLocks locks;
    private final InstantSource clock;
    private final Map<String, Integer> holds = new ConcurrentHashMap<>();

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

    /** Deletes a document, or only hides it as long as it is held. */
    void delete(CatalogEntry entry) throws IOException {
        locks.run(entry.text().content(), () -> {
            if (isHeld(entry.document().id())) {
                catalog.expire(entry);
            } else {
                remove(entry);
            }
        });
    }

    /** The row first, then, with the last row, the bytes. */
    private void remove(CatalogEntry entry) throws IOException {
        boolean used = catalog.delete(entry);
        if (!used) {
            store.delete(entry.text().content());
        }
    }

    /** Keeps a document from being deleted until as many calls of {@link #letGo}. */
    CatalogEntry hold(String tenant, String id) throws IOException {
        CatalogEntry entry = find(tenant, id);
        locks.run(entry.text().content(), () -> {
            // deleted before the lock was had?
            find(tenant, id);
            holds.merge(id, 1, Integer::sum);
        });
        return entry;
    }

    /** Takes a hold back; with the last one goes what was hidden or has expired meanwhile. */
    void letGo(CatalogEntry entry) throws IOException {
        String id = entry.document().id();
        locks.run(entry.text().content(), () -> {
            holds.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
            if (!isHeld(id) && current(entry.tenant(), id).isEmpty()) {
                remove(entry);
            }
        });
    }

    private boolean isHeld(String id) {
        return holds.containsKey(id);
    }

    /**
     * Deletes what a crash left behind: documents that were hidden because somebody held them, drafts, and bytes without
     * a row. To be called before anything else.
     */
    void sweep() throws IOException {
        expired(Duration.ZERO).forEach(catalog::delete);
        store.retainOnly(catalog.contents());
    }

    /** {@return a file or a text of a run} */
    CatalogEntry find(String tenant, String id) {
        return current(tenant, id).orElseThrow(() -> Missing.file(id));
    }

    /**
     * As {@link #find}, for who wants to ask about it.
     *
     * @throws FailureException that says so when it has expired; once it is deleted nobody knows that any more
     */
    CatalogEntry findToRead(String tenant, String id) {
        CatalogEntry entry = catalog.find(tenant, id).orElseThrow(() -> Missing.file(id));
        Instant expires = entry.document().expires();
        if (entry.document().isExpired(now())) {
            throw expires == null || expires.equals(Instant.EPOCH) ? Missing.file(id) : Missing.expired(id, expires);
        }
        return entry;
    }

    /** {@return a file; a text of a run is none} */
    CatalogEntry findFile(String tenant, String id) {
        return current(tenant, id).filter(entry -> entry.run() == null).orElseThrow(() -> Missing.file(id));
    }

    /** {@return whether there is such a file} */
    boolean has(String tenant, String id) {
        return current(tenant, id).filter(entry -> entry.run() == null).isPresent();
    }

    /** {@return as {@link #find}, and what is hidden or has expired as long as it is held} */
    CatalogEntry findHeld(String tenant, String id) {
        return isHeld(id) ? catalog.find(tenant, id).orElseThrow(() -> Missing.file(id)) : find(tenant, id);
    }

    private Optional<CatalogEntry> current(String tenant, String id) {
        return catalog.find(tenant, id).filter(entry -> !entry.document().isExpired(now()));
    }

    /** {@return the page and, if there are more files, one more} */
    List<StoredDocument> list(String tenant, FileQuery query) {
        return catalog.list(tenant, query, now());
    }

    List<CatalogEntry> ofRun(String tenant, String run) {
        return catalog.ofRun(tenant, run);
    }

    List<CatalogEntry> ofRuns() {
        return catalog.ofRuns();
    }

    /** {@return what has expired, and files that are older than this; 0 for no such age} */
    List<CatalogEntry> expired(Duration retention) {
        List<CatalogEntry> expired = new ArrayList<>(catalog.expired(now()));
        if (retention.isPositive()) {
            expired.addAll(catalog.olderThan(now().minus(retention)));
        }
        return expired;
    }

    List<CatalogEntry> all(String tenant) {
        return catalog.all(tenant);
    }

    InputStream open(CatalogEntry entry) throws IOException {
        return Files.newInputStream(original(entry));
    }

    /** {@return the file with the bytes as they came} */
    Path original(CatalogEntry entry) throws IOException {
        return file(entry, ContentPart.ORIGINAL);
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
