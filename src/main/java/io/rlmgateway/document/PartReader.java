package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/** Reads the one field {@code data} of a multipart form as it arrives. */
final class PartReader {

    private static final String DATA = "data";
    private static final int MOST_FIELDS = 8;

    private PartReader() {}

    /**
     * Reads a form up to the field.
     *
     * @param request the request
     * @param keep takes the field's bytes
     * @param <T> what becomes of them
     * @return what became of them
     */
    static <T> T read(HttpServletRequest request, Function<InputStream, T> keep) {
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new FailureException(new Failure.UnsupportedMediaType(
                    "Parts are uploaded as multipart/form-data, not as '" + request.getContentType() + "'."));
        }
        try {
            FileItemInput data = data(request);
            if (data != null) {
                return keep.apply(new ArrivingBytes(data.getInputStream()));
            }
        } catch (IOException e) {
            throw UploadReader.broken(e);
        }
        throw Parameters.missing(DATA);
    }

    private static @Nullable FileItemInput data(HttpServletRequest request) throws IOException {
        FileItemInputIterator fields =
                new JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory>().getItemIterator(request);
        for (int count = 0; count < MOST_FIELDS && fields.hasNext(); count++) {
            FileItemInput field = fields.next();
            if (DATA.equals(field.getFieldName())) {
                return field;
            }
        }
        return null;
    }
}
