package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InvalidRequestTest extends ChatTest {

    /** One case a line: what is sent in place of, or beside, a valid question; then code, param, a piece of the message. */
    static Stream<List<String>> invalid() throws IOException {
        return cases("invalid.txt");
    }

    static Stream<List<String>> unserved() throws IOException {
        return cases("unserved.txt");
    }

    private static Stream<List<String>> cases(String file) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/io/rlmgateway/chat", file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(" ¦ ")));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void wrongParameterIsNamed(List<String> row) {
        assertRefused(row);
        assertThat(sessions.asked).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("unserved")
    void whatOnlyAnUpstreamCanServeIsRefusedWithoutOne(List<String> row) {
        assertRefused(row);
    }

    private void assertRefused(List<String> row) {
        String sent = row.get(0);
        String body = sent.startsWith("{") ? sent : "{\"model\":\"rlm\"," + sent + question(sent) + "}";

        HttpResponse<String> response = post(body);

        JsonNode error = error(response);
        assertThat(error.path("code").asString()).as(response.body()).isEqualTo(row.get(1));
        assertThat(error.path("param").isNull() ? "null" : error.path("param").asString())
                .isEqualTo(row.get(2));
        assertThat(error.path("message").asString()).contains(row.get(3));
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    private static String question(String sent) {
        return sent.contains("\"messages\"") ? "" : "," + QUESTION;
    }

    @Test
    void deepNestingIsRefused() {
        assertCode(post("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)), 400, "invalid_json");
    }

    @Test
    void structureThatWouldFillTheHeapIsRefused() {
        assertCode(post("{\"model\":\"rlm\",\"a\":[" + "1,".repeat(500_000) + "1]}"), 400, "invalid_json");
    }

    @Test
    void bodyAboveTheLimitIsToldToGoThroughFiles() {
        HttpResponse<String> response = post("{\"model\":\"" + "x".repeat(1 << 20) + "\"}");

        assertCode(response, 413, "request_too_large");
        assertThat(error(response).path("message").asString()).contains("1 MB", "/v1/files");
    }

    @Test
    void bodyAboveTheLimitIsStoppedWithoutADeclaredLength() {
        byte[] body = ("{\"model\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = send(request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertCode(response, 413, "request_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"})
    void otherContentTypesAreRefused(String type) {
        assertCode(
                send(request("/v1/chat/completions")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported_media_type");
    }

    @Test
    void compressedBodyIsRefused() {
        assertCode(
                send(request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "br")
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"})
    void jsonIsJsonHoweverItIsWritten(String type) {
        assertThat(send(request("/v1/chat/completions")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("{\"model\":\"rlm\"," + QUESTION + "}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertCode(
                send(request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'}))),
                400,
                "invalid_json");
    }

    @Test
    void halfSurrogateInTheModelNameComesBackAsAnError() {
        assertCode(post("{\"model\":\"\\ud800\"," + QUESTION + "}"), 404, "model_not_found");
    }

    private static void assertCode(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(error(response).path("code").asString()).isEqualTo(code);
        assertThat(response.headers().firstValue("x-request-id").orElseThrow()).matches("req_[0-9a-f]{32}");
        assertThat(response.headers().firstValue("openai-processing-ms").orElseThrow())
                .containsOnlyDigits();
    }
}
