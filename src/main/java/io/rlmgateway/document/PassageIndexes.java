package io.rlmgateway.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the search indexes of texts and keeps those open that were used lately. */
class PassageIndexes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PassageIndexes.class);
    private static final int MOST_OPEN = 64;
    private static final Duration KEPT_OPEN = Duration.ofMinutes(10);

    private final DocumentStore store;
    private final DocumentCatalog catalog;
    private final ContentLocks locks;
    private final Cache<TextKey, IndexReader> open = Caffeine.newBuilder()
            .maximumSize(MOST_OPEN)
            .expireAfterAccess(KEPT_OPEN)
            .executor(Runnable::run)
            .<TextKey, IndexReader>removalListener((text, reader, cause) -> close(reader))
            .build();

    PassageIndexes(DocumentStore store, DocumentCatalog catalog, ContentLocks locks) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
    }

    /** Builds the index of a text that was extracted, unless it is there. */
    void build(TextKey text) {
        Optional<Path> file = textFile(text);
        if (file.isEmpty() || isBuilt(text)) {
            return;
        }
        Path draft = store.draft();
        try {
            PassageIndex.build(file.get(), draft);
            locks.run(text.content(), () -> add(text, draft));
        } catch (IOException e) {
            log.warn("Text of content {} cannot be indexed", text.content().sha256(), e);
        } finally {
            store.discard(draft);
        }
    }

    private void add(TextKey text, Path draft) throws IOException {
        if (catalog.text(text).isPresent()) {
            store.add(text.content(), text.format().index(), draft);
        }
    }

    boolean isBuilt(TextKey text) {
        return store.find(text.content(), text.format().index()).isPresent();
    }

    /** {@return the file with the readable text; empty when there is none} */
    Optional<Path> textFile(TextKey text) {
        return catalog.text(text)
                .filter(state -> state.status() == StoredDocument.Status.PROCESSED)
                .flatMap(state -> store.find(
                        text.content(),
                        state.original() ? ContentPart.ORIGINAL : text.format().text()));
    }

    /**
     * Opens an index.
     *
     * @param text its text
     * @return a reader, to be given back by {@link IndexReader#decRef}
     * @throws NoSuchFileException when it is not built
     */
    IndexReader acquire(TextKey text) throws IOException {
        try {
            IndexReader reader = open.get(text, this::open);
            while (!reader.tryIncRef()) {
                open.invalidate(text);
                reader = open.get(text, this::open);
            }
            return reader;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private IndexReader open(TextKey text) {
        try {
            Path directory = store.find(text.content(), text.format().index())
                    .orElseThrow(() -> new NoSuchFileException(text.content().sha256()));
            return DirectoryReader.open(FSDirectory.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes what is open of a content that was deleted. */
    void forget(ContentKey content) {
        for (TextFormat format : TextFormat.values()) {
            open.invalidate(new TextKey(content, format));
        }
    }

    private static void close(@Nullable IndexReader reader) {
        try {
            Objects.requireNonNull(reader).decRef();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.invalidateAll();
    }
}
