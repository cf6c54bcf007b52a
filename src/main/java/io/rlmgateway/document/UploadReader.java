package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/** Reads one multipart form as it arrives, parts in any order; the file goes straight to the store. */
final class UploadReader {

    private static final String FILE = "file";
    private static final int MOST_PARTS = 32;
    private static final int LONGEST_FIELD = 16 * 1024;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int ENVELOPE = MOST_PARTS * (LONGEST_FIELD + LONGEST_HEADER);

    private final DocumentIntake intake;
    private final String tenant;
    private final Map<String, String> fields = new HashMap<>();
    private DocumentStore.@Nullable Received file;
    private String name = "";
    private @Nullable String mediaType;

    private UploadReader(DocumentIntake intake, String tenant) {
        this.intake = intake;
        this.tenant = tenant;
    }

    /**
     * Reads a request's body to its end.
     *
     * @param request the request
     * @param intake takes the file
     * @param tenant whose it will be
     * @return the form; nothing stays behind where a failure is thrown
     */
    static UploadForm read(HttpServletRequest request, DocumentIntake intake, String tenant) {
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new FailureException(new Failure.UnsupportedMediaType(
                    "Files are uploaded as multipart/form-data, not as '" + request.getContentType() + "'."));
        }
        if (intake.isTooLong(request.getContentLengthLong(), ENVELOPE)) {
            throw new FailureException(intake.tooLarge());
        }
        UploadReader reader = new UploadReader(intake, tenant);
        boolean complete = false;
        try {
            reader.readParts(request);
            UploadForm form = reader.form();
            complete = true;
            return form;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            if (!complete) {
                reader.discard();
            }
        }
    }

    private void readParts(HttpServletRequest request) throws IOException {
        JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> upload = new JakartaServletFileUpload<>();
        upload.setHeaderCharset(StandardCharsets.UTF_8);
        upload.setMaxPartHeaderSize(LONGEST_HEADER);
        FileItemInputIterator parts = upload.getItemIterator(request);
        for (int count = 1; parts.hasNext(); count++) {
            if (count > MOST_PARTS) {
                throw Parameters.invalid(
                        Reason.OBJECT_ABOVE_MAX_PROPERTIES, "The form has more than " + MOST_PARTS + " parts.", null);
            }
            readPart(parts.next());
        }
    }

    private void readPart(FileItemInput part) throws IOException {
        String field = part.getFieldName();
        if (FILE.equals(field)) {
            readFile(part);
        } else if (field != null) {
            readField(field, part.getInputStream());
        }
    }

    private void readFile(FileItemInput part) throws IOException {
        if (file != null) {
            throw Parameters.invalid(Reason.INVALID_VALUE, "The form has more than one 'file'.", FILE);
        }
        name = UploadForm.checkedName(name(part), FILE);
        mediaType = part.getContentType();
        file = intake.receive(intake.within(tenant, new ArrivingBytes(part.getInputStream())));
    }

    private static String name(FileItemInput part) {
        try {
            String name = part.getName();
            return name == null || name.isEmpty() ? "upload" : name;
        } catch (InvalidPathException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(Reason.INVALID_VALUE, "The file name holds a NUL character.", FILE), e);
        }
    }

    private void readField(String field, InputStream bytes) throws IOException {
        byte[] value = bytes.readNBytes(LONGEST_FIELD + 1);
        if (value.length > LONGEST_FIELD) {
            throw Parameters.invalid(
                    Reason.STRING_ABOVE_MAX_LENGTH,
                    "Invalid '" + field + "': string too long. Expected at most " + LONGEST_FIELD + " bytes.",
                    field);
        }
        String text = new String(value, StandardCharsets.UTF_8);
        UploadForm.check(field, text);
        fields.put(field, text);
    }

    private UploadForm form() {
        if (file == null) {
            throw Parameters.missing(FILE);
        }
        return new UploadForm(file, name, mediaType, Map.copyOf(fields), intake);
    }

    private void discard() {
        if (file != null) {
            intake.discard(file);
        }
    }

    static FailureException broken(IOException cause) {
        return new FailureException(
                new Failure.InvalidRequest(
                        Reason.INVALID_VALUE,
                        "The multipart body could not be read to its end: it broke off or is malformed. Nothing was"
                                + " stored.",
                        null),
                cause);
    }
}
