package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextExtractionTest {

    private static final String SAMPLE = "Größe: 5 €, naïve café – “ok”\r\nzweite Zeile\n";

    @TempDir
    Path data;

    private DocumentHouse house;

    @BeforeEach
    void open() {
        house = new DocumentHouse(data);
    }

    @AfterEach
    void close() {
        house.close();
    }

    static Stream<Arguments> readableBytes() {
        return Stream.of(
                Arguments.of("UTF-8", bytes("", SAMPLE, StandardCharsets.UTF_8), SAMPLE),
                Arguments.of("UTF-8 with mark", bytes("efbbbf", SAMPLE, StandardCharsets.UTF_8), SAMPLE),
                Arguments.of("UTF-16 LE", bytes("fffe", SAMPLE, StandardCharsets.UTF_16LE), SAMPLE),
                Arguments.of("UTF-16 BE", bytes("feff", SAMPLE, StandardCharsets.UTF_16BE), SAMPLE),
                Arguments.of("UTF-16 emoji", bytes("fffe", "a😀b", StandardCharsets.UTF_16LE), "a😀b"),
                Arguments.of("Windows-1252", bytes("", SAMPLE, Charset.forName("windows-1252")), SAMPLE),
                Arguments.of("Latin-1", bytes("", "Größe café", StandardCharsets.ISO_8859_1), "Größe café"),
                Arguments.of("ASCII", bytes("", "plain", StandardCharsets.US_ASCII), "plain"),
                Arguments.of("empty", new byte[0], ""),
                Arguments.of("only a mark", HexFormat.of().parseHex("efbbbf"), ""),
                Arguments.of("four bytes", bytes("", "😀🚀日本", StandardCharsets.UTF_8), "😀🚀日本"),
                Arguments.of("one broken byte", HexFormat.of().parseHex("c3a4c3b6c3bcffc39f"), "äöü\uFFFDß"),
                Arguments.of("cut in a character", HexFormat.of().parseHex("c3a4c3b6e282"), "äö\uFFFD"),
                Arguments.of(
                        "escape codes",
                        bytes("", "\u001b[1mbold\u001b[0m", StandardCharsets.UTF_8),
                        "\u001b[1mbold\u001b[0m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readableBytes")
    void bytesAreReadInTheirCharacterSet(String name, byte[] bytes, String expected) {
        StoredDocument document = house.store("x.txt", bytes);

        assertThat(house.readText(document)).isEqualTo(expected);
        assertThat(house.text(document).length()).isEqualTo(expected.codePointCount(0, expected.length()));
        assertThat(house.documents.find(DocumentHouse.TENANT, document.id()).status())
                .isEqualTo(StoredDocument.Status.PROCESSED);
    }

    static Stream<Arguments> unreadableBytes() {
        return Stream.of(
                Arguments.of("89504e470d0a1a0a", "PNG"),
                Arguments.of("1f8b0800", "gzip"),
                Arguments.of("fffe000041000000", "UTF-32"),
                Arguments.of("4100420043004400", "NUL"),
                Arguments.of("0102030405060708", "control characters"),
                Arguments.of("41ff8d9d42", "neither UTF-8"),
                Arguments.of("fffe00d84100", "not valid UTF-16"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unreadableBytes")
    void whatIsNoTextSaysWhyAndWhatToDo(String hex, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        StoredDocument document = house.store("x.txt", bytes);

        assertThatThrownBy(() -> house.text(document))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOf(Failure.InvalidRequest.class)
                                .extracting(Failure::message)
                                .asString()
                                .contains(reason, "convert it to text"));
        StoredDocument found = house.documents.find(DocumentHouse.TENANT, document.id());
        assertThat(found.status()).isEqualTo(StoredDocument.Status.ERROR);
        assertThat(found.statusDetails()).contains(reason);
    }

    @Test
    void anotherCharacterSetThanUtf8IsTold() {
        StoredDocument document = house.store("x.txt", "café".getBytes(StandardCharsets.ISO_8859_1));
        house.text(document);

        assertThat(house.documents.find(DocumentHouse.TENANT, document.id()).statusDetails())
                .contains("Windows-1252");
    }

    @Test
    void validUtf8IsNotStoredTwice() {
        StoredDocument document = house.store("x.txt", SAMPLE);

        assertThat(house.text(document).file()).hasFileName("original");
        assertThat(house.text(document).mediaType()).isEqualTo("text/plain");
    }

    @Test
    void headAndTailDoNotSplitCharacters() {
        String text = "x" + "😀".repeat(1_000) + "y";

        DocumentText read = house.text(house.store("x.txt", text));

        assertThat(read.head()).isEqualTo("x" + "😀".repeat(199));
        assertThat(read.tail()).isEqualTo("😀".repeat(199) + "y");
        assertThat(read.length()).isEqualTo(1_002);
    }

    @Test
    void headAndTailOfAShortTextAreTheText() {
        DocumentText read = house.text(house.store("x.txt", "short"));

        assertThat(read.head()).isEqualTo("short").isEqualTo(read.tail());
    }

    @Test
    void equalBytesAreReadAsTextAndAsHtml() throws Exception {
        String html = "<p>one</p><p>two</p>";

        StoredDocument page = house.store("page.html", html);
        StoredDocument source = house.store("page.txt", html);

        assertThat(Files.readString(house.text(page).file())).isEqualTo("one\n\ntwo\n");
        assertThat(Files.readString(house.text(source).file())).isEqualTo(html);
    }

    private static byte[] bytes(String mark, String text, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(mark));
        bytes.writeBytes(text.getBytes(charset));
        return bytes.toByteArray();
    }
}
