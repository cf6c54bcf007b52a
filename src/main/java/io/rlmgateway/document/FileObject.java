package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file as OpenAI's API shows it (File object of the API reference).
 *
 * @param id as {@code file-…}
 * @param object always {@code file}
 * @param bytes size
 * @param createdAt Unix time in seconds
 * @param expiresAt Unix time in seconds, omitted for a file that does not expire
 * @param filename its name
 * @param purpose its purpose
 * @param state whether it can be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileObject(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        String filename,
        String purpose,
        @JsonUnwrapped State state) {

    static FileObject of(StoredDocument document) {
        Instant expires = document.expires();
        return new FileObject(
                document.id(),
                "file",
                document.bytes(),
                document.created().getEpochSecond(),
                expires == null ? null : expires.getEpochSecond(),
                document.name(),
                document.purpose(),
                new State(document.status().name().toLowerCase(Locale.ROOT), document.statusDetails()));
    }

    /**
     * The two legacy fields about processing.
     *
     * @param status {@code uploaded}, {@code processed} or {@code error}
     * @param statusDetails why, omitted when there is nothing to say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            String status,
            @JsonProperty("status_details") @Nullable String statusDetails) {}
}
