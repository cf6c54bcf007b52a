package io.rlmgateway.document;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The documents of all tenants: files that were uploaded, and texts that came inside a request, which belong to its run
 * and are no files to clients. Every method throws {@link io.rlmgateway.api.FailureException} with {@code NotFound}
 * for an id that does not exist or is another tenant's.
 */
public interface Documents {

    /**
     * Stores a file. Bytes are streamed to the store; nothing is listed unless all of it arrived.
     *
     * @param upload what is known about it
     * @param bytes its content, read to the end, not closed
     * @return the stored document
     */
    StoredDocument store(Upload upload, InputStream bytes);

    /**
     * Keeps a text that came inside a request, for as long as its run is kept. It is no file: {@link #find}
     * and {@link #delete} do not know it, but its {@link #content} can be read, because citations lead there.
     *
     * @param upload what is known about it
     * @param run the run it belongs to
     * @param bytes its content
     * @return the stored document
     */
    StoredDocument keep(Upload upload, String run, InputStream bytes);

    /**
     * Deletes what {@link #keep} kept for a run.
     *
     * @param tenant the owner
     * @param run the run
     */
    void release(String tenant, String run);

    /**
     * Deletes what {@link #keep} kept for runs that do not exist, as a crash before a run's beginning leaves it behind.
     *
     * @param exists tells by tenant and run
     */
    void releaseStrays(BiPredicate<String, String> exists);

    /**
     * Keeps a document readable, whatever becomes of it meanwhile: one that is deleted or expires is gone for clients at
     * once, while {@link #search} and the file of its {@link #text} stay until the last lease ends.
     *
     * @param tenant the owner
     * @param id its id
     * @return to be closed by whoever reads it
     */
    Lease hold(String tenant, String id);

    /**
     * One file's metadata.
     *
     * @param tenant the owner
     * @param id its id
     * @return the document
     */
    StoredDocument find(String tenant, String id);

    /**
     * A document whose content can be read: a file, or a text that came inside a request.
     *
     * @param tenant whose it is
     * @param id the document's id
     * @return what is known about it
     * @throws io.rlmgateway.api.FailureException with {@code NotFound} when the tenant has no such document
     */
    StoredDocument readable(String tenant, String id);

    /**
     * Opens a file's original bytes.
     *
     * @param tenant the owner
     * @param id its id
     * @return the bytes, to be closed by the caller
     */
    InputStream content(String tenant, String id);

    /**
     * The readable text, once extraction has ended.
     *
     * @param tenant the owner
     * @param id its id
     * @param wait how long to wait for extraction
     * @return the text
     * @throws io.rlmgateway.api.FailureException with {@code InvalidRequest} when the file cannot be read as text, the
     *     message saying why
     */
    DocumentText text(String tenant, String id, Duration wait);

    /**
     * Ranked passages by BM25.
     *
     * @param tenant the owner
     * @param ids the documents to search, in the order of {@code context}; those that are held may be deleted
     * @param query words
     * @param limit passages at most
     * @return the best passages, best first; empty when nothing matches
     */
    List<Passage> search(String tenant, List<String> ids, String query, int limit);

    /**
     * Deletes a file: bytes, text, index, as soon as nobody holds it.
     *
     * @param tenant the owner
     * @param id its id
     */
    void delete(String tenant, String id);

    /** Keeps a document readable until it is closed; closing it again does nothing. */
    interface Lease extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * What is known about a file before its bytes are read.
     *
     * @param tenant the owner
     * @param name file name, may be any string
     * @param purpose OpenAI's purpose, as {@code user_data}
     * @param mediaType as declared, or null
     * @param expiresAfter how long it is kept, or null for ever
     */
    record Upload(
            String tenant,
            String name,
            String purpose,
            @Nullable String mediaType,
            @Nullable Duration expiresAfter) {}
}
