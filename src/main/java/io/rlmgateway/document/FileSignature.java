package io.rlmgateway.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Kinds of files that are not text, told by their first bytes. */
enum FileSignature {
    PDF("a PDF document", ascii("%PDF-")),
    ZIP("a ZIP archive or an Office or EPUB document", "504b0304"),
    EMPTY_ZIP("an empty ZIP archive", "504b0506"),
    OLE("an old Office document or Outlook message", "d0cf11e0a1b11ae1"),
    RTF("an RTF document", ascii("{\\rtf")),
    POSTSCRIPT("a PostScript document", ascii("%!PS-")),
    GZIP("a gzip file", "1f8b08"),
    XZ("an xz file", "fd377a585a00"),
    ZSTD("a Zstandard file", "28b52ffd"),
    SEVEN_ZIP("a 7z archive", "377abcaf271c"),
    RAR("a RAR archive", "526172211a07"),
    PNG("a PNG image", "89504e470d0a1a0a"),
    JPEG("a JPEG image", "ffd8ff"),
    GIF("a GIF image", ascii("GIF89a")),
    ELF("a program", "7f454c46"),
    JAVA_CLASS("a compiled Java class", "cafebabe"),
    SQLITE("an SQLite database", ascii("SQLite format 3")),
    UTF_32_LITTLE_ENDIAN("text in UTF-32", "fffe0000"),
    UTF_32_BIG_ENDIAN("text in UTF-32", "0000feff");

    /** How many bytes {@link #of} wants to see, if there are so many. */
    static final int LENGTH = 16;

    private final String description;
    /** Its first bytes in hexadecimal. */
    private final String start;

    FileSignature(String description, String start) {
        this.description = description;
        this.start = start;
    }

    /**
     * Tells what a file is.
     *
     * @param bytes its first bytes
     * @return the kind, or empty when it may be text
     */
    static Optional<FileSignature> of(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        return Arrays.stream(values())
                .filter(kind -> hex.startsWith(kind.start))
                .findFirst();
    }

    /** {@return the kind of a file, or empty when it may be text} */
    static Optional<FileSignature> of(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return of(bytes.readNBytes(LENGTH));
        }
    }

    /** {@return whether a {@link TextExtractor} reads such files} */
    boolean isDocument() {
        return switch (this) {
            case PDF, ZIP, EMPTY_ZIP, OLE, RTF -> true;
            default -> false;
        };
    }

    /** {@return what it is, with an article} */
    String description() {
        return description;
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
