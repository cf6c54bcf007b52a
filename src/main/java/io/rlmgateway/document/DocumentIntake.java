package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** Takes bytes in: first into a draft, then, when all of them and all facts are there, into the catalog. */
class DocumentIntake {

    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(60);

    private final DocumentStore store;
    private final DocumentShelf shelf;
    private final DataSize largest;
    private final InstantSource clock;
    private final TenantSpace space;

    DocumentIntake(
            DocumentStore store,
            DocumentShelf shelf,
            DocumentProperties properties,
            InstantSource clock,
            TenantSpace space) {
        this.store = store;
        this.space = space;
        this.shelf = shelf;
        this.largest = properties.maxFileSize();
        this.clock = clock;
    }

    /**
     * Reads a stream to its end into a draft.
     *
     * @throws FailureException with {@code RequestTooLarge}, or {@code Overloaded} when the disk is full
     */
    DocumentStore.Received receive(InputStream bytes) {
        return receive(bytes, largest.toBytes(), tooLarge());
    }

    /**
     * Reads a stream to its end into a draft.
     *
     * @param most bytes at most
     * @param beyond what the first byte beyond them is answered with
     */
    DocumentStore.Received receive(InputStream bytes, long most, Failure beyond) {
        try {
            return store.receive(new LimitedStream(bytes, most, () -> beyond));
        } catch (DocumentStore.StoreFullException e) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "The service has no disk space left for this file. Delete files that are no longer needed"
                                    + " or try again later.",
                            RETRY_WHEN_FULL),
                    e);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Makes a document of a draft, which is gone afterwards.
     *
     * @param run the run it belongs to, or null when it was uploaded
     */
    CatalogEntry admit(Documents.Upload upload, @Nullable String run, DocumentStore.Received received) {
        try {
            CatalogEntry entry = entry(upload, run, received);
            space.take(upload.tenant(), received.size(), () -> shelf.admit(entry, received.draft()));
            return entry;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            store.discard(received.draft());
        }
    }

    /** Keeps bytes that are no document yet, if their tenant has the space; others that arrive meanwhile wait. */
    void keep(String tenant, long bytes, TenantSpace.Taking keeping) throws IOException {
        space.take(tenant, bytes, keeping);
    }

    /** {@return a stream that ends with a failure where its tenant has no space for more} */
    InputStream within(String tenant, InputStream bytes) {
        return space.limited(tenant, bytes);
    }

    void discard(DocumentStore.Received received) {
        store.discard(received.draft());
    }

    private CatalogEntry entry(Documents.Upload upload, @Nullable String run, DocumentStore.Received received)
            throws IOException {
        MediaType type = MediaTypes.of(upload.name(), upload.mediaType());
        TextFormat format =
                MediaTypes.format(type, FileSignature.of(received.draft()).orElse(null));
        TextKey text = new TextKey(new ContentKey(upload.tenant(), received.sha256()), format);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Duration life = upload.expiresAfter();
        StoredDocument document = new StoredDocument(
                FileIds.next(),
                upload.name(),
                upload.purpose(),
                received.size(),
                now,
                life == null ? null : now.plus(life),
                StoredDocument.Status.UPLOADED,
                null);
        return new CatalogEntry(upload.tenant(), run, type.toString(), text, document);
    }

    private static FailureException broken(IOException cause) {
        return new FailureException(
                new Failure.Internal("The file could not be stored. The request can be repeated."), cause);
    }

    /** {@return the failure that names the limit} */
    Failure tooLarge() {
        return new Failure.RequestTooLarge("The file is larger than the limit of " + largest.toBytes()
                + " bytes (rlm.documents.max-file-size). Split it, or ask the operator to raise the limit.");
    }

    /** {@return whether a request body of this length cannot hold a file within the limit} */
    boolean isTooLong(long bodyLength, long envelope) {
        return bodyLength - envelope > largest.toBytes();
    }
}
