package io.rlmgateway.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps bytes, extracted texts and search indexes. What lies in it is complete or absent: everything is first written
 * to a draft, forced to disk, and then added at once.
 */
public interface DocumentStore {

    /**
     * Reads a stream to its end into a draft, in constant memory.
     *
     * @param bytes the stream, not closed
     * @return the draft, to be added or discarded
     * @throws StoreFullException when there is no room left; nothing stays behind
     * @throws IOException when the draft cannot be written or the stream not be read; nothing stays behind
     */
    Received receive(InputStream bytes) throws IOException;

    /**
     * A fresh path for a draft that is built part by part, a file or a directory.
     *
     * @return the path, where nothing exists yet
     */
    Path draft();

    /**
     * Adds a draft, at once and durably. Where the content already has the part, the draft is discarded.
     *
     * @param content the content
     * @param part what the draft is
     * @param draft from {@link #receive} or {@link #draft}; gone afterwards
     * @throws IOException when it cannot be added
     */
    void add(ContentKey content, ContentPart part, Path draft) throws IOException;

    /**
     * Deletes a draft; nothing happens when it is not there.
     *
     * @param draft from {@link #receive} or {@link #draft}
     */
    void discard(Path draft);

    /**
     * A part, to be read only.
     *
     * @param content the content
     * @param part which part
     * @return a local file or directory, empty when the store does not have it
     */
    Optional<Path> find(ContentKey content, ContentPart part);

    /**
     * Deletes all parts of a content.
     *
     * @param content the content; nothing happens when the store does not have it
     * @throws IOException when something cannot be deleted
     */
    void delete(ContentKey content) throws IOException;

    /**
     * Deletes drafts that an earlier process left behind, and all contents but the given ones. Called once, before the
     * store is used.
     *
     * @param contents what to keep
     * @throws IOException when something cannot be deleted
     */
    void retainOnly(Set<ContentKey> contents) throws IOException;

    /**
     * A draft with everything a stream held.
     *
     * @param draft the file
     * @param sha256 its SHA-256 in lower-case hexadecimal
     * @param size in bytes
     */
    record Received(Path draft, String sha256, long size) {}

    /** There is no room left for a draft. */
    final class StoreFullException extends IOException {

        private static final long serialVersionUID = 1L;

        /**
         * Made by stores.
         *
         * @param cause what the platform said
         */
        public StoreFullException(IOException cause) {
            super("no room left in the document store", cause);
        }
    }
}
