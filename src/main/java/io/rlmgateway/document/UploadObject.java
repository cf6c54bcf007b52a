package io.rlmgateway.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An upload as OpenAI's API shows it (Upload object of the API reference).
 *
 * @param id as {@code upload_…}
 * @param object always {@code upload}
 * @param bytes the size that the file will have
 * @param createdAt Unix time in seconds
 * @param expiresAt Unix time in seconds, until when it must be complete
 * @param filename the file's name
 * @param purpose the file's purpose
 * @param end how it stands
 */
record UploadObject(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") long expiresAt,
        String filename,
        String purpose,
        @JsonUnwrapped End end) {

    static UploadObject of(FileUpload upload, Function<String, FileObject> files) {
        return new UploadObject(
                upload.id(),
                "upload",
                upload.bytes(),
                upload.created().getEpochSecond(),
                upload.expires().getEpochSecond(),
                upload.announced().name(),
                upload.announced().purpose(),
                new End(upload.status().value(), upload.file() == null ? null : files.apply(upload.file())));
    }

    /**
     * How an upload stands.
     *
     * @param status {@code pending}, {@code completed}, {@code cancelled} or {@code expired}
     * @param file the file it became, null until it is completed
     */
    record End(String status, @Nullable FileObject file) {}
}
