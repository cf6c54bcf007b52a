package io.rlmgateway.document;

import io.rlmgateway.api.Failure.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of an upload, its file already in a draft. Closing it discards the draft unless it became a document.
 *
 * @param file the file's bytes
 * @param name its name, may be any string
 * @param mediaType its declared media type, or null
 * @param fields the other fields
 * @param intake where the draft came from
 */
record UploadForm(
        DocumentStore.Received file,
        String name,
        @Nullable String mediaType,
        Map<String, String> fields,
        DocumentIntake intake)
        implements AutoCloseable {

    private static final int SHORTEST_LIFE = 3600;
    private static final int LONGEST_LIFE = 2_592_000;
    private static final String PURPOSE = "purpose";
    private static final String ANCHOR = "expires_after[anchor]";
    private static final String SECONDS = "expires_after[seconds]";

    /** {@return what is known about the file} */
    Documents.Upload upload(String tenant) {
        return new Documents.Upload(tenant, name, purpose(), mediaType, expiresAfter());
    }

    private String purpose() {
        return Parameters.purpose(required(PURPOSE));
    }

    private String required(String field) {
        return required(field, fields.get(field));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw Parameters.missing(field);
        }
        return value;
    }

    private @Nullable Duration expiresAfter() {
        return fields.containsKey(ANCHOR) || fields.containsKey(SECONDS) ? life(fields::get) : null;
    }

    /** {@return how long a file is kept, which a request says by two fields} */
    static Duration life(Function<String, @Nullable String> given) {
        String anchor = required(ANCHOR, given.apply(ANCHOR));
        String seconds = required(SECONDS, given.apply(SECONDS));
        if (!anchor.equals("created_at")) {
            throw Parameters.unsupported(ANCHOR, anchor, "'created_at'");
        }
        return Duration.ofSeconds(Parameters.integer(SECONDS, seconds, SHORTEST_LIFE, LONGEST_LIFE));
    }

    /** Refuses a field as soon as it is read, so that a client need not send the whole file first. */
    static void check(String field, String value) {
        if (field.equals(PURPOSE)) {
            Parameters.purpose(value);
        }
    }

    static String checkedName(String name, String field) {
        if (name.length() > 1024) {
            throw Parameters.invalid(
                    Reason.STRING_ABOVE_MAX_LENGTH,
                    "Invalid '" + field
                            + "': string too long. Expected a file name of at most 1024 characters, but got "
                            + name.length() + " instead.",
                    field);
        }
        return name;
    }

    @Override
    public void close() {
        intake.discard(file);
    }
}
