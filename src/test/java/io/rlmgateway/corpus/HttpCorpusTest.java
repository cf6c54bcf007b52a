package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.RlmGateway;
import io.rlmgateway.ServiceLoad;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The attacks on HTTP, JSON and files of the corpus against one running service: each is answered as the corpus expects, and
 * the service is as it was afterwards.
 */
@Tag("corpus")
@SpringBootTest(
        classes = RlmGateway.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "logging.level.io.rlmgateway=warn",
            "rlm.sandbox.mode=embedded",
            "rlm.sandbox.warm=1",
            "rlm.chat.max-body=64MB",
            "rlm.chat.body-room=256MB",
            "rlm.access.hosts[0]=x",
            "rlm.upstreams.wire.kind=openai",
            "rlm.upstreams.wire.api-key=k",
            "rlm.models[0].id=rlm",
            "rlm.models[0].mode=direct",
            "rlm.models[0].root=wire/gpt-x",
            "rlm.models[0].sub=wire/gpt-x"
        })
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HttpCorpusTest {

    private static final Path ATTACKS = Path.of(System.getProperty("corpus", "../shared"), "corpus", "attacks");
    private static final JsonMapper JSON = new JsonMapper();

    private static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
    private static final String ANSWER =
            "{\"id\":\"chatcmpl-9\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-x\",\"choices\":["
                    + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6}}";

    /** What RFC 9110 and 9112 have for broken messages, and what a proper request gets. */
    private static final Set<Integer> FRAMING =
            Set.of(200, 204, 400, 403, 404, 405, 408, 411, 413, 414, 415, 417, 421, 431, 501, 505);

    /** Bodies that are well-formed: a byte order mark may be skipped (RFC 8259, section 8.1), and size alone is no fault. */
    private static final Set<String> WELL_FORMED = Set.of("http-042", "http-062", "http-063");

    /** A schema that only names itself, and the address of an image, which is not fetched here: the upstream judges both. */
    private static final Set<String> UPSTREAMS = Set.of("http-045", "http-049");

    private static final ScriptedServer SERVER = new ScriptedServer(
            (request, connection) -> connection.answer(200, Map.of("content-type", "application/json"), ANSWER));

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    @Autowired
    private ServletWebServerApplicationContext service;

    private ServiceLoad before = ServiceLoad.none();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
        registry.add("rlm.upstreams.wire.base-url", SERVER::baseUrl);
    }

    @AfterAll
    static void close() throws IOException {
        SERVER.close();
    }

    @BeforeEach
    void begin() throws Exception {
        assertPlainRequestIsAnswered();
        before = ServiceLoad.of(service);
    }

    @AfterEach
    void serviceIsAsItWas() throws Exception {
        assertPlainRequestIsAnswered();
        before.awaitSettled();
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(Path::getFileName)).containsOnly(Path.of("data"));
        }
    }

    private void assertPlainRequestIsAnswered() throws Exception {
        byte[] body = ("{\"model\":\"rlm\"," + QUESTION + "}").getBytes(StandardCharsets.UTF_8);
        RawResponse plain = only("plain", RawResponse.all(RawExchange.ask(port, post(body))));
        assertThat(plain.status()).as(plain.body()).isEqualTo(200);
    }

    private static List<JsonNode> cases(String file, String category) throws IOException {
        return JSON.readTree(Files.readString(ATTACKS.resolve(file)))
                .valueStream()
                .filter(item -> item.path("category").asString("").equals(category))
                .toList();
    }

    private static List<JsonNode> raw(String category) throws IOException {
        List<JsonNode> cases = cases("http_raw.json", category);
        return cases.stream().filter(item -> item.path("raw").isString()).toList();
    }

    @Test
    void brokenBodiesAreTheSendersFault() throws Exception {
        for (JsonNode item : raw("json-body")) {
            RawResponse response =
                    answer(item.path("id").asString(), item.path("raw").asString());
            if (UPSTREAMS.contains(item.path("id").asString())) {
                assertThat(response.status()).isEqualTo(200);
            } else {
                assertRefused(item.path("id").asString(), response);
            }
        }
    }

    @Test
    void sizesAndEncodingsAreBounded() throws Exception {
        for (Map.Entry<String, RawExchange.Sender> item :
                HttpAttacks.sizesAndEncodings().entrySet()) {
            List<RawResponse> responses = exchange(item.getKey(), item.getValue());
            // who goes on sending after the answer may lose it with the connection (RFC 9112, section 9.6)
            if (!responses.isEmpty() || !"http-058".equals(item.getKey())) {
                assertThat(responses).as(item.getKey()).hasSize(1);
                assertRefused(item.getKey(), responses.getFirst());
            }
        }
    }

    private static void assertRefused(String id, RawResponse response) {
        if (WELL_FORMED.contains(id)) {
            assertThat(response.status()).as(id + response.body()).isIn(200, 400);
        } else {
            assertThat(response.status()).as(id + response.body()).isBetween(400, 499);
        }
    }

    @Test
    void brokenFramingIsRefusedAndNeverAnsweredTwice() throws Exception {
        for (JsonNode item : raw("http-framing")) {
            String id = item.path("id").asString();
            String sent = item.path("raw").asString();
            if ("HTTP/0.9".equals(item.path("name").asString())) {
                // whose answers have no head
                assertThat(RawExchange.send(port, sender(sent))).startsWith("{\"error\":{");
                continue;
            }
            List<RawResponse> responses = exchange(id, sender(sent));
            assertThat(responses)
                    .as(id)
                    .hasSize(
                            switch (item.path("name").asString()) {
                                case "pipelined 100" -> 100;
                                // HTTP/2 is not spoken here: the connection is closed
                                case "h2 preface on h1 port" -> 0;
                                default -> 1;
                            });
            for (RawResponse response : responses) {
                assertThat(response.status()).as(id + response.body()).isIn(FRAMING);
                assertThat(response.body()).doesNotContain("propertySources", "JAVA PROFILE");
            }
        }
    }

    /** As they stand, for a route that is not there; and for the one that takes files, with the purpose that it wants. */
    @Test
    void brokenFormsAreRefusedOrStoredRightly() throws Exception {
        for (JsonNode item : raw("multipart")) {
            String id = item.path("id").asString();
            String sent = item.path("raw").asString();
            assertThat(answer(id, sent).status()).as(id).isEqualTo(404);
            assertFormIsTakenOrRefused(id, sent.replace("/v1/documents", "/v1/files"));
            assertFormIsTakenOrRefused(id, withPurpose(sent.replace("/v1/documents", "/v1/files")));
        }
        assertNothingBegunIsLeft();
    }

    private void assertFormIsTakenOrRefused(String id, String sent) throws Exception {
        RawResponse response = answer(id, sent);
        assertThat(response.status()).as(id + response.body()).isIn(200, 400, 404, 413, 415);
        if (response.status() == 200) {
            assertThat(stored(JSON.readTree(response.body()).path("id").asString()))
                    .as(id)
                    .isIn("hello", "x", "--X");
        }
    }

    private String stored(String id) throws Exception {
        return answer(id, get("/v1/files/" + id + "/content")).body();
    }

    private static String withPurpose(String sent) {
        int end = sent.indexOf("\r\n\r\n") + 4;
        String body = sent.substring(end);
        String boundary = body.lines().findFirst().orElse("").replaceFirst("--$", "");
        String whole = boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n" + body;
        return sent.substring(0, end)
                        .replaceFirst(
                                "Content-Length: \\d+",
                                "Content-Length: " + whole.getBytes(StandardCharsets.UTF_8).length)
                + whole;
    }

    /** Indexes of files that were taken may be in the making; those are directories. */
    private static void assertNothingBegunIsLeft() {
        assertThat(directory.resolve("data/documents/drafts").toFile().listFiles(File::isFile))
                .isEmpty();
    }

    @Test
    void jsonIsReadAsItsSuiteSays() throws Exception {
        for (Path file : files("json/test_parsing")) {
            String name = file.getFileName().toString();
            byte[] text = Files.readAllBytes(file);
            RawResponse whole = answer(name, post(text));
            assertThat(whole.status()).as(name + whole.body()).isEqualTo(400);
            if (name.startsWith("n_")) {
                assertThat(whole.code()).as(name).isEqualTo("invalid_json");
            }
            RawResponse within = answer(name, post(within(text)));
            if (name.startsWith("y_")) {
                assertThat(within.status()).as(name + within.body()).isEqualTo(200);
            } else {
                assertThat(within.status()).as(name + within.body()).isIn(200, 400);
            }
        }
        for (Path file : files("json/test_transform")) {
            RawResponse within = answer(file.toString(), post(within(Files.readAllBytes(file))));
            assertThat(within.status()).as(file + within.body()).isIn(200, 400);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ATTACKS.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    /** {@return a question with the text as a parameter that is not known} */
    private static byte[] within(byte[] json) {
        byte[] head = ("{\"model\":\"rlm\"," + QUESTION + ",\"made_up\":").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + json.length + 1);
        System.arraycopy(json, 0, all, head.length, json.length);
        all[all.length - 1] = '}';
        return all;
    }

    @Test
    void bytesOfEveryKindAreStoredAsTheyAre() throws Exception {
        for (JsonNode item : JSON.readTree(Files.readString(ATTACKS.resolve("text/document_bytes.json")))) {
            HostileBytes bytes = HostileBytes.of(item);
            RawResponse stored = only(bytes.id(), exchange(bytes.id(), bytes::upload));
            assertThat(stored.status()).as(bytes.id() + stored.body()).isEqualTo(200);
            JsonNode file = JSON.readTree(stored.body());
            assertThat(file.path("bytes").asLong()).as(bytes.id()).isEqualTo(bytes.length());
            String id = file.path("id").asString();
            RawResponse text = answer(bytes.id(), get("/v1/rlm/documents/" + id + "/text"));
            assertThat(text.status()).as(bytes.id() + text.body()).isIn(200, 400, 404, 409);
            RawResponse deleted =
                    answer(bytes.id(), "DELETE" + get("/v1/files/" + id).substring(3));
            assertThat(deleted.status()).as(bytes.id()).isEqualTo(200);
        }
    }

    @Test
    void namesOfFilesAreNamesAndNoPaths() throws Exception {
        for (JsonNode item : JSON.readTree(Files.readString(ATTACKS.resolve("paths/file_names.json")))) {
            String id = item.path("id").asString();
            String name = item.path("name").asString();
            RawResponse stored = only(id, exchange(id, HostileBytes.named(id, name)::upload));
            assertThat(stored.status()).as(id + stored.body()).isIn(200, 400);
            RawResponse asked = answer(id, post(HostileBytes.question(name)));
            assertThat(asked.status()).as(id + asked.body()).isIn(200, 400);
            RawResponse found = answer(id, get("/v1/files/" + HostileBytes.encoded(name)));
            assertThat(found.status()).as(id + found.body()).isIn(200, 400, 404);
        }
    }

    /** Descriptions of peers that are slow or break off, without a text to send. */
    @ParameterizedTest
    @ValueSource(strings = {"http-133", "http-136", "http-137"})
    void peersThatBreakOffLeaveNothingBehind(String id) throws Exception {
        switch (id) {
            case "http-133" -> {
                List<Socket> open = new ArrayList<>();
                for (int i = 0; i < Integer.getInteger("corpus.connections", 500); i++) {
                    open.add(new Socket(InetAddress.getLoopbackAddress(), port));
                }
                assertPlainRequestIsAnswered();
                for (Socket socket : open) {
                    socket.close();
                }
            }
            case "http-136" -> {
                String begun = withPurpose(
                                raw("multipart").getFirst().path("raw").asString())
                        .replace("/v1/documents", "/v1/files")
                        .replaceFirst("Content-Length: \\d+", "Content-Length: 1000000");
                for (int i = 0; i < 50; i++) {
                    reset(begun + "x".repeat(100_000));
                }
                before.awaitSettled();
                assertNothingBegunIsLeft();
            }
            default -> {
                for (int i = 0; i < Integer.getInteger("corpus.connections", 500); i++) {
                    assertThat(answer(id, get("/v1/models")).status()).isEqualTo(200);
                }
            }
        }
    }

    private void reset(String sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
            socket.setSoLinger(true, 0);
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static RawExchange.Sender post(byte[] body) {
        return HttpAttacks.post(body, "Connection: close\r\n");
    }

    private static RawExchange.Sender sender(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private RawResponse answer(String id, String sent) throws Exception {
        return answer(id, sender(sent));
    }

    private RawResponse answer(String id, RawExchange.Sender sender) throws Exception {
        return only(id, exchange(id, sender));
    }

    private static RawResponse only(String id, List<RawResponse> responses) {
        assertThat(responses).as(id).hasSize(1);
        return responses.getFirst();
    }

    private List<RawResponse> exchange(String id, RawExchange.Sender sender) throws Exception {
        try {
            List<RawResponse> responses = RawResponse.all(RawExchange.send(port, sender));
            responses.forEach(RawResponse::checked);
            return responses;
        } catch (TimeoutException e) {
            throw new AssertionError(id + " was neither answered nor closed", e);
        } catch (AssertionError e) {
            throw new AssertionError(id + ": " + e.getMessage(), e);
        }
    }
}
