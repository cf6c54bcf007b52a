package io.rlmgateway.document;

import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON bodies of the upload routes, checked field by field. */
final class UploadRequest {

    private static final int LONGEST_TEXT = 1024;
    private static final int MOST_PARTS = 100_000;
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    private final JsonNode body;

    UploadRequest(JsonNode body) {
        if (!body.isObject()) {
            throw Parameters.invalid(Reason.INVALID_JSON, "The body must be a JSON object.", null);
        }
        this.body = body;
    }

    Documents.Upload announced(String tenant) {
        String name = UploadForm.checkedName(text("filename"), "filename");
        return new Documents.Upload(
                tenant, name, Parameters.purpose(text("purpose")), text("mime_type"), expiresAfter());
    }

    long bytes() {
        JsonNode value = required("bytes");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrongType("bytes", "an integer");
        }
        return Parameters.integer("bytes", value.asString(), 1, Long.MAX_VALUE);
    }

    private @Nullable Duration expiresAfter() {
        JsonNode life = body.path("expires_after");
        if (life.isMissingNode() || life.isNull()) {
            return null;
        }
        if (!life.isObject()) {
            throw wrongType("expires_after", "an object");
        }
        return UploadForm.life(field -> life.path(field.substring("expires_after[".length(), field.length() - 1))
                .asString(null));
    }

    List<String> partIds() {
        JsonNode ids = required("part_ids");
        if (!ids.isArray()) {
            throw wrongType("part_ids", "an array");
        }
        checkSize(ids.size());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!ids.get(i).isString()) {
                throw wrongType("part_ids[" + i + "]", "a string");
            }
            texts.add(ids.get(i).asString());
        }
        return texts;
    }

    private static void checkSize(int parts) {
        if (parts == 0) {
            throw Parameters.invalid(
                    Reason.EMPTY_ARRAY, "Invalid 'part_ids': empty array. Expected at least one part.", "part_ids");
        }
        if (parts > MOST_PARTS) {
            throw Parameters.invalid(
                    Reason.ARRAY_ABOVE_MAX_LENGTH,
                    "Invalid 'part_ids': array too long. Expected at most " + MOST_PARTS + " parts.",
                    "part_ids");
        }
    }

    @Nullable
    String md5() {
        JsonNode value = body.path("md5");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw wrongType("md5", "a string");
        }
        if (!MD5.matcher(value.asString()).matches()) {
            throw Parameters.invalid(Reason.INVALID_VALUE, "Invalid 'md5': expected 32 hexadecimal digits.", "md5");
        }
        return value.asString();
    }

    private String text(String field) {
        JsonNode value = required(field);
        if (!value.isString()) {
            throw wrongType(field, "a string");
        }
        String text = value.asString();
        if (text.length() > LONGEST_TEXT) {
            throw Parameters.invalid(
                    Reason.STRING_ABOVE_MAX_LENGTH,
                    "Invalid '" + field + "': string too long. Expected at most " + LONGEST_TEXT
                            + " characters, but got " + text.length() + " instead.",
                    field);
        }
        return text;
    }

    private JsonNode required(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw Parameters.missing(field);
        }
        return value;
    }

    private static FailureException wrongType(String field, String expected) {
        return Parameters.invalid(
                Reason.INVALID_TYPE, "Invalid type for '" + field + "': expected " + expected + ".", field);
    }
}
