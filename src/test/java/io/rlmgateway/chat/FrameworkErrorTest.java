package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What never reaches a controller is answered in OpenAI's form too. */
class FrameworkErrorTest extends ChatTest {

    @Autowired
    Environment environment;

    record Raw(String request, int status) {}

    static Stream<Raw> requestsThatAreNoHttp() {
        return Stream.of(
                new Raw("GET /v1/mo dels HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                new Raw("GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
                new Raw("GET /v1/models HTTP/1.1\r\n\r\n", 400),
                new Raw("GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
                new Raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                new Raw("GET /v1/models%00.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                new Raw("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                new Raw("GET /" + "a".repeat(64_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                new Raw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n".repeat(10_000) + "\r\n", 400),
                new Raw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 400),
                new Raw("POST /v1/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x5\r\n\r\nhello", 400),
                new Raw("POST /v1/models HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: zip\r\n\r\n", 501),
                new Raw("POST /v1/models HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\n\r\n", 417));
    }

    @ParameterizedTest
    @MethodSource("requestsThatAreNoHttp")
    void requestThatIsNoHttpGetsAnErrorInJson(Raw raw) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(raw.request());
            String head = connection.readUntil("\r\n\r\n");

            assertThat(head).startsWith("HTTP/1.1 " + raw.status()).contains("x-request-id: req_", "application/json");
            assertThat(connection.readUntil("}}"))
                    .startsWith("{\"error\":{\"message\":\"")
                    .contains("\"code\":");
        }
    }

    @Test
    void badChunkSizeIsTheSendersFault() throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(String.join(
                    "\r\n",
                    "POST /v1/chat/completions HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "",
                    "FFFFFFFFFFFFFFFFF",
                    ""));

            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 400").contains("{\"error\":{\"message\"");
        }
    }

    @Test
    void upgradeOffersAreNotInTheWay() throws IOException {
        String body = "{\"model\":\"rlm\"," + QUESTION + "}";
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(String.join(
                    "\r\n",
                    "POST /v1/chat/completions HTTP/1.1",
                    "Host: localhost",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
                    "Content-Type: application/json",
                    "Content-Length: " + body.length(),
                    "",
                    body));

            assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void unknownRouteIsNotFound() {
        assertError(get("/v2/nothing"), 404, "unknown_url");
        assertError(get("/error"), 404, "unknown_url");
        assertError(get("/actuator/env"), 404, "unknown_url");
        assertError(get("/v1/models;/../actuator/env"), 404, "model_not_found");
    }

    @Test
    void wrongMethodIsToldTheRightOne() {
        HttpResponse<String> response = send(request("/v1/models").DELETE());

        assertError(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void answerHasItsFormWhateverAcceptSays() {
        assertThat(send(request("/v1/models").header("Accept", "text/html"))
                        .headers()
                        .firstValue("content-type"))
                .hasValue("application/json");
    }

    @Test
    void idsOfRequestsAreNeverTheClients() {
        HttpResponse<String> response = send(request("/v1/models").header("X-Request-Id", "mine"));

        assertThat(response.headers().firstValue("x-request-id").orElseThrow()).matches("req_[0-9a-f]{32}");
        assertThat(response.headers().firstValue("openai-processing-ms").orElseThrow())
                .containsOnlyDigits();
    }

    @Test
    void probesAndMetricsAreOnAPortOfTheirOwn() {
        String management = "http://localhost:" + environment.getRequiredProperty("local.management.port");
        for (String path : new String[] {"/livez", "/readyz", "/startupz"}) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(management + path)));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        send(request("/v2/nothing").POST(BodyPublishers.noBody()));
        assertThat(send(HttpRequest.newBuilder(URI.create(management + "/metrics")))
                        .body())
                .contains("rlm_http_failures_total{error_type=\"unknown_url\"}");
    }

    private static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).path("code").stringValue()).isEqualTo(code);
        assertThat(error(response).propertyNames()).containsExactly("message", "type", "param", "code");
    }
}
