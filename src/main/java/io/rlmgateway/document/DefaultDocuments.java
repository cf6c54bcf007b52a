package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Documents whose bytes lie in a {@link DocumentStore} and whose metadata lies in a {@link DocumentCatalog}. */
class DefaultDocuments implements Documents {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultDocuments.class);
    private static final long SMALL = 1024 * 1024;

    private final DocumentShelf shelf;
    private final DocumentIntake intake;
    private final DocumentTexts texts;
    private final PassageSearch search;
    private final DocumentProperties properties;

    DefaultDocuments(
            DocumentShelf shelf,
            DocumentIntake intake,
            DocumentTexts texts,
            PassageSearch search,
            DocumentProperties properties) {
        this.shelf = shelf;
        this.intake = intake;
        this.texts = texts;
        this.search = search;
        this.properties = properties;
    }

    @Override
    public StoredDocument store(Upload upload, InputStream bytes) {
        return store(upload, intake.receive(intake.within(upload.tenant(), bytes)));
    }

    /** Stores what was received before all facts about it were known. */
    StoredDocument store(Upload upload, DocumentStore.Received received) {
        CatalogEntry entry = intake.admit(upload, null, received);
        shelf.flush();
        texts.prepare(entry.text());
        return entry.document();
    }

    @Override
    public StoredDocument keep(Upload upload, String run, InputStream bytes) {
        CatalogEntry entry = intake.admit(upload, run, intake.receive(intake.within(upload.tenant(), bytes)));
        if (entry.document().bytes() > SMALL || entry.text().format().needsExtractor()) {
            texts.prepare(entry.text());
            return entry.document();
        }
        texts.extractNow(entry.text());
        return shelf.find(upload.tenant(), entry.document().id()).document();
    }

    @Override
    public void release(String tenant, String run) {
        shelf.ofRun(tenant, run).forEach(this::remove);
    }

    @Override
    public void releaseStrays(BiPredicate<String, String> exists) {
        shelf.ofRuns().stream()
                .filter(entry -> !exists.test(entry.tenant(), String.valueOf(entry.run())))
                .forEach(this::remove);
    }

    @Override
    public Lease hold(String tenant, String id) {
        try {
            CatalogEntry entry = shelf.hold(tenant, id);
            AtomicBoolean ended = new AtomicBoolean();
            return () -> {
                if (!ended.getAndSet(true)) {
                    letGo(entry);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A failure is no failure of the reader: what is left is deleted with what expires, or at the next start. */
    private void letGo(CatalogEntry entry) {
        try {
            shelf.letGo(entry);
            search.forget(entry.text().content());
        } catch (IOException | RuntimeException e) {
            LOG.warn("Document {} could not be let go of", entry.document().id(), e);
        }
    }

    @Override
    public StoredDocument find(String tenant, String id) {
        return shelf.findFile(tenant, id).document();
    }

    /** {@return the page and, if there are more files, one more} */
    List<StoredDocument> list(String tenant, FileQuery query) {
        return shelf.list(tenant, query);
    }

    /** Refuses a place in the list that there is not. */
    void checkCursor(String tenant, @Nullable String after) {
        if (after != null && !shelf.has(tenant, after)) {
            throw Parameters.invalid(
                    Failure.Reason.INVALID_VALUE,
                    "Invalid 'after': no file with this id. Begin again without it.",
                    "after");
        }
    }

    /** {@return what is known of a document and its text} */
    DocumentFacts facts(String tenant, String id) {
        CatalogEntry entry = shelf.find(tenant, id);
        return DocumentFacts.of(entry, texts.state(entry), texts.sections(entry.text()));
    }

    @Override
    public StoredDocument readable(String tenant, String id) {
        return shelf.find(tenant, id).document();
    }

    @Override
    public InputStream content(String tenant, String id) {
        CatalogEntry entry = shelf.find(tenant, id);
        try {
            return shelf.open(entry);
        } catch (IOException e) {
            throw unavailable(entry, e);
        }
    }

    /** {@return the bytes of a document that can be read} */
    Original original(String tenant, String id) {
        CatalogEntry entry = shelf.find(tenant, id);
        try {
            return new Original(entry.document(), entry.text().content().sha256(), shelf.original(entry));
        } catch (IOException e) {
            throw unavailable(entry, e);
        }
    }

    /**
     * A document's bytes.
     *
     * @param document what is known about it
     * @param sha256 of the bytes
     * @param file where they are
     */
    record Original(StoredDocument document, String sha256, Path file) {

        String name() {
            return document.name();
        }

        long size() {
            return document.bytes();
        }

        InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        InputStream open(ByteRange range) throws IOException {
            InputStream bytes = Files.newInputStream(file);
            try {
                bytes.skipNBytes(range.start());
                return BoundedInputStream.builder()
                        .setInputStream(bytes)
                        .setMaxCount(range.length())
                        .get();
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        }
    }

    @Override
    public DocumentText text(String tenant, String id, Duration wait) {
        CatalogEntry entry = shelf.findToRead(tenant, id);
        TextState state = texts.await(entry, wait);
        try {
            return new DocumentText(
                    id,
                    entry.document().name(),
                    entry.mediaType(),
                    state.length(),
                    state.head(),
                    state.tail(),
                    shelf.text(entry, state),
                    texts.sections(entry.text()));
        } catch (IOException e) {
            throw unavailable(entry, e);
        }
    }

    @Override
    public List<Passage> search(String tenant, List<String> ids, String query, int limit) {
        List<CatalogEntry> entries =
                ids.stream().map(id -> shelf.findHeld(tenant, id)).toList();
        entries.forEach(entry -> texts.awaitIndex(entry, properties.readyWait()));
        try {
            return search.search(entries, query, limit);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Internal("The documents could not be searched. The request can be repeated."), e);
        }
    }

    @Override
    public void delete(String tenant, String id) {
        remove(shelf.findFile(tenant, id));
    }

    /** Deletes what has expired, and files that are older than files are kept. */
    void removeExpired() {
        shelf.expired(properties.retention()).forEach(this::remove);
    }

    /** Deletes all documents of a tenant; those that are held, as soon as they are not. */
    void removeAll(String tenant) {
        shelf.all(tenant).forEach(this::remove);
    }

    private void remove(CatalogEntry entry) {
        try {
            shelf.delete(entry);
            search.forget(entry.text().content());
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Internal("File '" + entry.document().id()
                            + "' is no longer listed, but its bytes could not be deleted yet."),
                    e);
        }
    }

    /** Deleted since it was found, or lost by the disk. */
    private FailureException unavailable(CatalogEntry entry, IOException cause) {
        StoredDocument document = entry.document();
        if (cause instanceof NoSuchFileException) {
            shelf.find(entry.tenant(), document.id());
        }
        return new FailureException(
                new Failure.Internal("The bytes of file '" + document.id() + "' cannot be read."), cause);
    }
}
