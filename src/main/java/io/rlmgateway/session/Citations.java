package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Answer.Citation;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Places in a session's documents, checked and read. */
final class Citations {

    private static final int LONGEST = 1_000_000;
    private static final int BUFFER = 8192;

    private final List<DocumentText> documents;

    Citations(List<DocumentText> documents) {
        this.documents = documents;
    }

    /** A place with its text. */
    record Place(Citation citation, String text) {}

    /**
     * A place in a document.
     *
     * @param id the document's id, or null for the only one
     * @param start offset of the first code point
     * @param end offset after the last code point
     * @throws PythonException a ValueError when there is no such place
     */
    Place place(@Nullable String id, long start, long end) {
        DocumentText document = find(id);
        if (start < 0 || end <= start || end > document.length() || end - start > LONGEST) {
            throw invalid(String.format(
                    Locale.ROOT,
                    "no such place: start %d, end %d in a document of %d characters; at most %d can be cited at once",
                    start,
                    end,
                    document.length(),
                    LONGEST));
        }
        String text = text(document, start, end);
        var stands = document.place(start, end);
        return new Place(
                new Citation(document.id(), document.name(), start, end, sha256(text), stands.label(), stands.page()),
                text);
    }

    private static String text(DocumentText document, long start, long end) {
        try (BufferedReader reader = Files.newBufferedReader(document.file())) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[BUFFER];
            long position = 0;
            // one past the end, for the second half of a pair
            for (int count = reader.read(buffer); count >= 0 && position <= end; count = reader.read(buffer)) {
                position = take(buffer, count, position, new Range(start, end), text);
            }
            if (position < end) {
                throw new EOFException(document.file() + " is shorter than its document");
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Range(long start, long end) {}

    /** Appends what of the buffer lies in the range; a pair's second half belongs to its first. */
    private static long take(char[] buffer, int count, long before, Range range, StringBuilder text) {
        long position = before;
        for (int i = 0; i < count; i++) {
            if (!Character.isLowSurrogate(buffer[i])) {
                position++;
            }
            if (position > range.start && position <= range.end) {
                text.append(buffer[i]);
            }
        }
        return position;
    }

    private DocumentText find(@Nullable String id) {
        if (id == null && documents.size() == 1) {
            return documents.getFirst();
        }
        return documents.stream()
                .filter(document -> document.id().equals(id))
                .findFirst()
                .orElseThrow(() -> invalid("document must be one of "
                        + documents.stream().map(DocumentText::id).toList() + ", not " + id));
    }

    private static PythonException invalid(String message) {
        return new PythonException(PythonException.Type.VALUE_ERROR, message);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
