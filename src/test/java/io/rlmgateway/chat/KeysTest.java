package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.Caller;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "rlm.access.keys[0].name=ann",
            "rlm.access.keys[0].key=secret-of-ann",
            "rlm.access.keys[0].tenant=lab",
            "rlm.access.keys[1].name=bob",
            "rlm.access.keys[1].key=secret-of-bob"
        })
class KeysTest extends ChatTest {

    @Test
    void keyTellsItsCaller() throws Exception {
        assertThat(ask("Bearer secret-of-ann").statusCode()).isEqualTo(200);
        assertThat(sessions.asked.take().caller()).isEqualTo(new Caller("lab", "ann"));
        assertThat(ask("bearer secret-of-bob").statusCode()).isEqualTo(200);
        assertThat(sessions.asked.take().caller()).isEqualTo(new Caller("default", "bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer wrong-one", "Bearer ", "Basic secret-of-ann", "secret-of-ann", "Bearer secret-of-an"})
    void wrongKeyIsRefusedAndNeverEchoed(String header, CapturedOutput output) {
        HttpResponse<String> response = ask(header);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(error(response).path("code").stringValue()).isEqualTo("invalid_api_key");
        assertThat(response.body()).doesNotContain("secret-of", "wrong-one");
        assertThat(output).doesNotContain("secret-of", "wrong-one");
    }

    @Test
    void everyRouteWantsAKey() {
        assertThat(get("/v1/models").statusCode()).isEqualTo(401);
        assertThat(get("/v2/nothing").statusCode()).isEqualTo(401);
        assertThat(get("/error").statusCode()).isEqualTo(401);
    }

    @Test
    void requestThatIsNoHttpIsNotLetInEither() throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("GET /v1/models HTTP/1.0\r\n\r\n");
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 421");
        }
    }

    private HttpResponse<String> ask(String authorization) {
        return send(request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString("{\"model\":\"rlm\"," + QUESTION + "}")));
    }
}
