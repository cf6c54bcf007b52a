package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"rlm.chat.strict=true", "rlm.chat.heartbeat=1ms"})
class StrictAndHeartbeatTest extends ChatTest {

    @Test
    void unknownParameterIsRefusedWhereThatIsWanted() {
        HttpResponse<String> response = post("{\"model\":\"rlm\",\"made_up\":1," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("code").stringValue()).isEqualTo("unknown_parameter");
        assertThat(error(response).path("param").stringValue()).isEqualTo("made_up");
    }

    @Test
    void realChunkComesThoughTheSessionIsSilent() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            ChatStreamTest.await(released);
            return ScriptedSessions.answer("Done.");
        });

        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", "{\"model\":\"rlm;mode=rlm\",\"stream\":true," + QUESTION + "}");
            assertThat(connection.readUntil("\"reasoning_content\":\"Working for "))
                    .contains("\"role\":\"assistant\"");
            released.countDown();
            assertThat(connection.readUntil("[DONE]")).contains("\"content\":\"Done.\"");
        }
    }
}
