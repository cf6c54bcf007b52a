package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GatewayClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Questions with known answers over two long real documents, asked through HTTP and answered by the demo model. */
@Tag("corpus")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "rlm.upstreams.openai.api-key="})
class RealTextsCorpusTest {

    private static final Path TEXTS = Path.of(System.getProperty("corpus", "../shared"), "data");
    private static final Map<String, String> FILES =
            Map.of("postgresql", "postgresql-15-docs.txt", "linux", "linux-6.1-docs.txt");

    @TempDir
    static Path directory;

    private static final Map<String, String> UPLOADED = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
    }

    static Stream<Arguments> questions() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RealTextsCorpusTest.class.getResourceAsStream("questions.tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> Arguments.of((Object[]) line.split("\t"))).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void questionIsAnsweredFromTheText(String text, String question, String expected) {
        GatewayClient client = new GatewayClient(port);
        String file = UPLOADED.computeIfAbsent(text, name -> upload(client, name));

        HttpResponse<String> answer = client.ask(file, question, Map.of());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(GatewayClient.answer(answer)).containsPattern(expected);
        assertThat(answer.headers().firstValue("x-rlm-mode")).contains("rlm");
    }

    private static String upload(GatewayClient client, String text) {
        Path unpacked = directory.resolve(FILES.get(text));
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(TEXTS.resolve(FILES.get(text) + ".gz")))) {
            Files.copy(packed, unpacked);
            return client.upload(unpacked);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
