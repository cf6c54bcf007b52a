package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.Question;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.context.TestPropertySource;

/** Sessions that wait for another to end. */
@TestPropertySource(properties = {"rlm.admission.sessions=1", "rlm.chat.keep-alive=20ms", "rlm.chat.stream-hold=20ms"})
@Timeout(60)
class WaitingForAPlaceTest extends ChatTest {

    private static final String STREAM = "{\"model\":\"rlm;mode=rlm\",\"stream\":true," + QUESTION + "}";

    @Test
    void nothingIsKeptOfAClientThatLeavesTheQueue() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            begun.countDown();
            ChatStreamTest.await(released);
            return ScriptedSessions.answer("Done.");
        });
        try (RawConnection first = new RawConnection(port)) {
            first.post("/v1/chat/completions", STREAM);
            begun.await();
            sessions.asked.clear();
            Question left;
            try (RawConnection second = new RawConnection(port)) {
                second.post("/v1/chat/completions", STREAM);
                left = sessions.asked.take();
            }

            assertThat(Objects.requireNonNull(sessions.forgotten.poll(30, TimeUnit.SECONDS))
                            .run())
                    .isEqualTo(left.run());
            released.countDown();
            assertThat(first.readUntil("[DONE]")).contains("Done.");
        }
        assertThat(post("{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}").statusCode())
                .isEqualTo(200);
    }
}
