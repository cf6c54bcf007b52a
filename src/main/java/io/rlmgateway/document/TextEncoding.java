package io.rlmgateway.document;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file's characters are encoded: by its byte order mark, else UTF-8 if it is valid, else Windows-1252, the
 * superset of Latin-1 that the WHATWG Encoding Standard reads under both names.
 *
 * @param charset the character set
 * @param mark length of the byte order mark
 * @param remark what a client should know about the choice, or null
 */
record TextEncoding(Charset charset, int mark, @Nullable String remark) {

    private static final int BUFFER = 64 * 1024;
    private static final int BYTES_FOR_A_CONTROL = 100;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG_ENDIAN_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE_ENDIAN_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final String ADVICE = "; convert it to text in UTF-8 and upload that";

    /**
     * Finds the encoding of a file.
     *
     * @param file the file, read once from begin to end
     * @return the encoding
     * @throws UnreadableTextException when the file is not text
     */
    static TextEncoding of(Path file) throws IOException, UnreadableTextException {
        byte[] start = start(file);
        Optional<FileSignature> signature = FileSignature.of(start);
        if (signature.isPresent()) {
            throw new UnreadableTextException(
                    "The file is " + signature.get().description() + ", which is not supported yet" + ADVICE + ".");
        }
        Optional<TextEncoding> marked = byMark(start);
        return marked.isPresent() ? marked.get() : byContent(file, start);
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(FileSignature.LENGTH);
        }
    }

    private static Optional<TextEncoding> byMark(byte[] start) {
        if (startsWith(start, UTF_16_BIG_ENDIAN_MARK)) {
            return Optional.of(new TextEncoding(StandardCharsets.UTF_16BE, UTF_16_BIG_ENDIAN_MARK.length, null));
        }
        if (startsWith(start, UTF_16_LITTLE_ENDIAN_MARK)) {
            return Optional.of(new TextEncoding(StandardCharsets.UTF_16LE, UTF_16_LITTLE_ENDIAN_MARK.length, null));
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static TextEncoding byContent(Path file, byte[] start) throws IOException, UnreadableTextException {
        int mark = startsWith(start, UTF_8_MARK) ? UTF_8_MARK.length : 0;
        ByteScan scan = scan(file);
        rejectBinary(scan);
        if (scan.broken() == 0) {
            return new TextEncoding(StandardCharsets.UTF_8, mark, null);
        }
        if (mark > 0 || scan.sequences() > scan.broken()) {
            return new TextEncoding(StandardCharsets.UTF_8, mark, brokenUtf8(scan));
        }
        if (scan.isBeyondWindows1252()) {
            throw new UnreadableTextException("The file is neither UTF-8 (byte " + scan.firstBroken()
                    + " breaks it) nor Windows-1252" + ADVICE + ".");
        }
        return new TextEncoding(
                Charset.forName("windows-1252"), 0, "The file is not UTF-8 and was read as Windows-1252 (Latin-1).");
    }

    private static ByteScan scan(Path file) throws IOException {
        ByteScan scan = new ByteScan();
        byte[] buffer = new byte[BUFFER];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                scan.accept(buffer, 0, read);
            }
        }
        scan.end();
        return scan;
    }

    private static void rejectBinary(ByteScan scan) throws UnreadableTextException {
        if (scan.firstNul() >= 0) {
            throw new UnreadableTextException("The file is binary, or UTF-16 without a byte order mark: byte "
                    + scan.firstNul() + " is NUL" + ADVICE + ".");
        }
        if (scan.controls() * BYTES_FOR_A_CONTROL > scan.size()) {
            throw new UnreadableTextException("The file is binary: " + scan.controls() + " of its " + scan.size()
                    + " bytes are control characters" + ADVICE + ".");
        }
    }

    private static String brokenUtf8(ByteScan scan) {
        return "%d places of the file are not valid UTF-8, the first at byte %d; they read as U+FFFD."
                .formatted(scan.broken(), scan.firstBroken());
    }

    /** {@return whether the file's bytes are valid UTF-8 without a mark} */
    boolean isPlainUtf8() {
        return charset.equals(StandardCharsets.UTF_8) && mark == 0 && remark == null;
    }

    /**
     * Opens the file as characters. In UTF-16 a broken character is a {@link java.nio.charset.CharacterCodingException}.
     *
     * @param file the file
     * @return its characters without the mark
     */
    Reader open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        bytes.skipNBytes(mark);
        CodingErrorAction onError =
                charset.equals(StandardCharsets.UTF_8) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
        return new InputStreamReader(
                bytes, charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError));
    }
}
