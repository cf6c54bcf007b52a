package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.Answer.Citation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places in a session's documents, checked and read. */
final class Citations {

    private static final int LONGEST = 1_000_000;

    private final List<DocumentText> documents;

    Citations(List<DocumentText> documents) {
        this.documents = documents;
    }

    /** The citation of a place, offsets in code points. */
    Citation citation(@Nullable String id, long start, long end) {
        DocumentText document = find(id);
        return new Citation(document.id(), document.name(), start, end, sha256(text(id, start, end)));
    }

    /** The text of a place. */
    String text(@Nullable String id, long start, long end) {
        DocumentText document = find(id);
        if (start < 0 || end <= start || end > document.length() || end - start > LONGEST) {
            throw invalid("no such place: start " + start + ", end " + end + " in a document of " + document.length()
                    + " characters");
        }
        try (BufferedReader reader = Files.newBufferedReader(document.file())) {
            skip(reader, start);
            return read(reader, end - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static void skip(BufferedReader reader, long codePoints) throws IOException {
        for (long i = 0; i < codePoints; i++) {
            if (Character.isHighSurrogate((char) reader.read())) {
                reader.skip(1);
            }
        }
    }

    private static String read(BufferedReader reader, long codePoints) throws IOException {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < codePoints; i++) {
            char c = (char) reader.read();
            text.append(c);
            if (Character.isHighSurrogate(c)) {
                text.append((char) reader.read());
            }
        }
        return text.toString();
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
