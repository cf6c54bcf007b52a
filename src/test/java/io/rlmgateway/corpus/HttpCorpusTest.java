package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.rlmgateway.corpus.HttpPeer.Reply;
import io.rlmgateway.corpus.HttpPeer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Broken and hostile requests over raw connections: each is served or refused with an error of OpenAI's form, none is a defect
 * of the service, none is left without an answer, and the service goes on.
 */
@Tag("corpus")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "rlm.upstreams.openai.api-key="})
class HttpCorpusTest {

    private static final Path ATTACKS =
            Path.of(System.getProperty("corpus", "../shared")).resolve("corpus/attacks");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String ASK = "{\"model\":\"rlm\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    /** What a client did wrong, what is not built, and what is too much for now. */
    private static final Set<Integer> NO_DEFECT = Set.of(501, 503, 505);

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    private HttpPeer peer;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
    }

    @BeforeEach
    void open() {
        peer = new HttpPeer(port);
    }

    @AfterEach
    void theServiceGoesOn() throws IOException {
        assertThat(peer.ask(post(ASK.getBytes(StandardCharsets.UTF_8))).statuses())
                .containsExactly(200);
    }

    private static byte[] post(byte[] body, String... headers) {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                + "Content-Length: " + body.length + "\r\n\r\n";
        return joined(head.getBytes(StandardCharsets.UTF_8), body);
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] withMember(byte[] value) {
        String start = ASK.substring(0, ASK.length() - 1) + ",\"made_up\":";
        return joined(start.getBytes(StandardCharsets.UTF_8), value, new byte[] {'}'});
    }

    private static void assertNoDefect(Reply reply) {
        assertThat(reply.statuses().stream().filter(status -> status >= 500)).isSubsetOf(NO_DEFECT);
        assertThat(reply.text()).doesNotContainIgnoringCase("<html").doesNotContain("\tat ", "Exception");
        if (reply.statuses().isEmpty()) {
            assertThat(reply.closed()).as("closed, when there is no answer").isTrue();
        } else if (reply.statuses().getFirst() >= 400) {
            assertThat(reply.body()).contains("{\"error\":{\"message\":");
        }
    }

    static Stream<ArgumentSet> raw() throws IOException {
        JsonNode all = JSON.readTree(Files.readAllBytes(ATTACKS.resolve("http_raw.json")));
        return StreamSupport.stream(all.spliterator(), false)
                .filter(attack -> attack.path("raw").isString())
                .map(attack -> argumentSet(
                        attack.path("id").stringValue() + " "
                                + attack.path("name").stringValue(),
                        attack.path("raw").stringValue()));
    }

    @ParameterizedTest
    @MethodSource("raw")
    void aRawRequestIsServedOrRefused(String request) throws IOException {
        assertNoDefect(peer.ask(request.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<ArgumentSet> large() {
        return Stream.of(
                argumentSet(
                        "100,000 levels",
                        written(withMember(("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))
                                .getBytes(StandardCharsets.UTF_8)))),
                argumentSet(
                        "a million messages",
                        written(("{\"model\":\"rlm\",\"messages\":["
                                        + "{\"role\":\"user\",\"content\":\"x\"},".repeat(999_999)
                                        + "{\"role\":\"user\",\"content\":\"x\"}]}")
                                .getBytes(StandardCharsets.UTF_8))),
                argumentSet("65,536 names with one hash", written(withMember(collisions()))),
                argumentSet("more than the limit, chunked", (Request) HttpCorpusTest::endless),
                argumentSet("brotli", (Request)
                        out -> out.write(post(ASK.getBytes(StandardCharsets.UTF_8), "Content-Encoding: br"))),
                argumentSet("gzip thrice", (Request) out ->
                        out.write(post(ASK.getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip, gzip, gzip"))));
    }

    private static Request written(byte[] body) {
        return out -> out.write(post(body));
    }

    /** All strings of sixteen times "Aa" or "BB" have one hash in Java. */
    private static byte[] collisions() {
        return IntStream.range(0, 1 << 16)
                .mapToObj(bits -> IntStream.range(0, 16)
                        .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void endless(OutputStream out) throws IOException {
        String head = String.join(
                "\r\n",
                "POST /v1/chat/completions HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "");
        out.write((head + "\r\n1\r\n\"\r\n").getBytes(StandardCharsets.UTF_8));
        byte[] chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int megabytes = 0; megabytes < 1024; megabytes++) {
            out.write(chunk);
        }
    }

    @ParameterizedTest
    @MethodSource("large")
    void aLargeRequestIsServedOrRefused(Request request) throws IOException {
        Reply reply = peer.ask(request);
        assertNoDefect(reply);
    }

    @Test
    void textWrittenInEscapesAndSpaceAroundTheBodyAreServed() throws IOException {
        byte[] escapes = ASK.replace("hi", "\\u0041".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(peer.ask(post(escapes)).statuses()).containsExactly(200);
        byte[] space = (" ".repeat(10_000_000) + ASK).getBytes(StandardCharsets.UTF_8);
        assertThat(peer.ask(post(space)).statuses()).containsExactly(200);
    }

    static Stream<ArgumentSet> json() throws IOException {
        try (Stream<Path> parsing = Files.list(ATTACKS.resolve("json/test_parsing"));
                Stream<Path> transform = Files.list(ATTACKS.resolve("json/test_transform"))) {
            return Stream.concat(parsing, transform)
                    .sorted()
                    .map(file -> argumentSet(name(file), file))
                    .toList()
                    .stream();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** What the suite calls right may be a member of a request; what it calls wrong may not. */
    @ParameterizedTest
    @MethodSource("json")
    void jsonIsTakenAsItsStandardSays(Path file) throws IOException {
        byte[] value = read(file);
        Reply alone = peer.ask(post(value));
        Reply member = peer.ask(post(withMember(value)));
        assertNoDefect(alone);
        assertNoDefect(member);
        boolean parsing = name(file.toAbsolutePath().getParent()).equals("test_parsing");
        if (parsing && name(file).startsWith("n_")) {
            assertThat(alone.statuses()).containsExactly(400);
            assertThat(alone.body()).contains("\"code\":\"invalid_json\"");
            assertThat(member.statuses()).containsExactly(400);
        }
        if (parsing && name(file).startsWith("y_")) {
            assertThat(member.statuses()).containsExactly(200);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
