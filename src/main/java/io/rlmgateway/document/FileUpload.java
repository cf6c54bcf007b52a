package io.rlmgateway.document;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that arrives in parts.
 *
 * @param id as {@code upload_…}
 * @param announced what is known about the file
 * @param bytes the size it will have
 * @param created when it was announced
 * @param expires until when it must be complete
 * @param status how far it is
 * @param file id of the file that it became, or null
 */
record FileUpload(
        String id,
        Documents.Upload announced,
        long bytes,
        Instant created,
        Instant expires,
        Status status,
        @Nullable String file) {

    /** How far an upload is; what OpenAI's API says of it. */
    enum Status {
        PENDING("pending"),
        /** Its parts are being put together. */
        COMPLETING("pending"),
        COMPLETED("completed"),
        CANCELLED("cancelled"),
        EXPIRED("expired");

        private final String value;

        Status(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    FileUpload as(Status changed, @Nullable String made) {
        return new FileUpload(id, announced, bytes, created, expires, changed, made);
    }

    /** {@return it as it is at a time: what is not complete by then expires} */
    FileUpload at(Instant now) {
        return status == Status.PENDING && !expires.isAfter(now) ? as(Status.EXPIRED, null) : this;
    }

    @Nullable
    Duration life() {
        return announced.expiresAfter();
    }
}
