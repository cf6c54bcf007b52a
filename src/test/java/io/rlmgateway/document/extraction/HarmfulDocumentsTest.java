package io.rlmgateway.document.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.document.TextExtractor.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Documents that cannot be read, by accident or by intent: each gets a reason, within bounds, and nothing falls. */
class HarmfulDocumentsTest {

    private static final String[][] CELL = {{"cell"}};

    @TempDir
    Path folder = Path.of("");

    static Stream<Arguments> unreadable() {
        byte[] pdf = SampleDocuments.pdf(3, page -> "Text " + page);
        byte[] docx = SampleDocuments.docx("Title", "Text", CELL);
        return Stream.of(
                Arguments.of("encrypted PDF", SampleDocuments.encryptedPdf("x"), "protected"),
                Arguments.of("encrypted Word document", SampleDocuments.encryptedDocx(), "protected"),
                Arguments.of("half a PDF", Arrays.copyOf(pdf, pdf.length / 2), "damaged"),
                Arguments.of("half a Word document", Arrays.copyOf(docx, docx.length / 2), "damaged"),
                Arguments.of("PDF of images", SampleDocuments.pdf(3, page -> ""), "OCR"),
                Arguments.of("empty archive", SampleDocuments.zip(Map.of()), "no file"),
                Arguments.of("head of a PDF", "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), "damaged"),
                Arguments.of("head of an archive", new byte[] {'P', 'K', 3, 4}, "no file"),
                Arguments.of("head of an old document", head("d0cf11e0a1b11ae1"), "damaged"));
    }

    private static byte[] head(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void documentThatCannotBeReadSaysWhy(String name, byte[] bytes, String reason) {
        assertThat(ReadDocument.of(folder, bytes).reason()).as(name).contains(reason);
    }

    @Test
    void archivesInArchivesAreReadToALimitOnly() {
        byte[] archive = SampleDocuments.zip(Map.of("a.txt", "deep".getBytes(StandardCharsets.UTF_8)));
        for (int depth = 0; depth < 20; depth++) {
            archive = SampleDocuments.zip(Map.of("a.zip", archive));
        }
        assertThat(ReadDocument.of(folder, archive).reason()).contains("more than 4 deep");
    }

    @Test
    void archiveOfVeryManyFilesIsNotRead() {
        String[][] files = Stream.iterate(0, i -> i + 1)
                .limit(300)
                .map(i -> new String[] {i + ".txt", "x"})
                .toArray(String[][]::new);
        assertThat(ReadDocument.of(folder, SampleDocuments.zip(files)).reason()).contains("more than 200 files");
    }

    @Test
    void archiveThatExpandsToMuchMoreTextIsNotRead() throws IOException {
        assertThat(ReadDocument.of(folder, bomb(1_000, "a.txt")).reason())
                .contains("longer than the limit of 20000000");
    }

    @Test
    void wordDocumentThatExpandsIsNotRead() throws IOException {
        assertThat(ReadDocument.of(folder, bomb(200, "word/document.xml")).reason())
                .isNotNull();
    }

    /** An archive with one file of that many megabytes. */
    private static byte[] bomb(int megabytes, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] megabyte = "text of no worth ".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            archive.putNextEntry(new ZipEntry(name));
            for (int i = 0; i < megabytes; i++) {
                archive.write(megabyte);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void entitiesThatMultiplyAreNotFollowed() {
        String laughs = """
                <!DOCTYPE lolz [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
                <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
                <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
                <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>
                """ + SampleDocuments.odtBody("<text:p>&h;</text:p>");
        ReadDocument read = ReadDocument.of(folder, SampleDocuments.odt(laughs));
        assertThat(read.text()).hasSizeLessThan(1_000);
    }

    @Test
    void filesOfTheServiceCannotBeDrawnIn() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret of the service");
        String stolen = "<!DOCTYPE x [<!ENTITY s SYSTEM \"%s\">]>".formatted(secret.toUri())
                + SampleDocuments.odtBody("<text:p>words &s;</text:p>");
        assertThat(ReadDocument.of(folder, SampleDocuments.odt(stolen)).text()).doesNotContain("secret of");
    }

    @Test
    void documentThatTakesTooLongIsStopped() {
        ExtractionProperties hasty =
                new ExtractionProperties(Duration.ofMillis(1), DataSize.ofMegabytes(128), 1_000_000, 10, 4, 200);
        ReadDocument read = ReadDocument.of(folder, SampleDocuments.pdf(1, page -> "x"), Source.DETECTED, hasty);
        assertThat(read.reason()).contains("could not be read within 0 seconds");
    }

    @Test
    void documentThatTakesTooMuchMemoryIsNotRead() {
        String[] words = new String[60_000];
        Arrays.setAll(words, i -> "a sentence that is told apart from others by its number " + i);
        byte[] docx = SampleDocuments.docx("Title", "Text", new String[][] {{String.join(" ", words)}});
        ExtractionProperties little =
                new ExtractionProperties(Duration.ofMinutes(1), DataSize.ofMegabytes(10), 50_000_000, 10, 4, 200);
        ReadDocument read = ReadDocument.of(folder, docx, Source.DETECTED, little);
        assertThat(read.reason()).contains("more than 10 MB of memory");
    }

    @Test
    void nothingIsLeftInTheDirectoryOfDrafts() throws IOException {
        ReadDocument.of(folder, SampleDocuments.docx("Title", "Text", CELL));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().endsWith("-reading")))
                    .isEmpty();
        }
    }
}
