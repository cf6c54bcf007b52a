package io.rlmgateway.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document's metadata.
 *
 * @param id as {@code file-…}
 * @param name file name
 * @param purpose OpenAI's purpose
 * @param bytes size of the original
 * @param created when it was stored
 * @param expires when it will be deleted, or null
 * @param status whether its text can be read
 * @param statusDetails why not, or null
 */
public record StoredDocument(
        String id,
        String name,
        String purpose,
        long bytes,
        Instant created,
        @Nullable Instant expires,
        Status status,
        @Nullable String statusDetails) {

    /** {@return whether its time is over} */
    boolean isExpired(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    /** Whether the text can be read; names as in OpenAI's file object. */
    public enum Status {
        UPLOADED,
        PROCESSED,
        ERROR
    }
}
