package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in the user's browser must not be able to spend money. */
class OriginTest extends ChatTest {

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "[::2]", "x"})
    void otherHostIsMisdirected(String host) throws IOException {
        assertThat(ask("GET", "/v1/models", "Host: " + host))
                .startsWith("HTTP/1.1 421")
                .contains("misdirected_request")
                .doesNotContain("Access-Control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    void loopbackNamesAreAnswered(String host) throws IOException {
        assertThat(ask("GET", "/v1/models", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @Test
    void preflightIsRefusedWithoutCorsHeaders() throws IOException {
        assertThat(ask(
                        "OPTIONS",
                        "/v1/chat/completions",
                        "Host: localhost\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 403")
                .contains("{\"error\"")
                .doesNotContain("Access-Control");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, 403",
        "null, 403",
        "http://localhost:1, 403",
        "http://localhost, 415",
        "http://LOCALHOST, 415"
    })
    void pageOfAnotherOriginCannotSendAnything(String origin, int status) throws IOException {
        assertThat(ask(
                        "POST",
                        "/v1/chat/completions",
                        "Host: localhost\r\nContent-Type: text/plain\r\nOrigin: " + origin))
                .startsWith("HTTP/1.1 " + status);
    }

    private String ask(String method, String path, String headers) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(method + " " + path + " HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n" + headers
                    + "\r\n\r\n");
            return connection.readAll();
        }
    }
}
