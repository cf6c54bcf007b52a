package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.AnsweredRequest;
import io.rlmgateway.access.RequestListener;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Answers that were given before: nothing is done for them, so nothing is booked and no place taken. */
@Import(GivenAgainTest.Listeners.class)
@TestPropertySource(properties = {"rlm.admission.sessions=1", "rlm.admission.waiting-sessions=0"})
@Timeout(60)
class GivenAgainTest extends ChatTest {

    private static final String SESSION = "{\"model\":\"rlm;mode=rlm\"," + QUESTION;

    @Autowired
    private Ended ended;

    /** Keeps what is booked. */
    record Ended(BlockingQueue<AnsweredRequest> requests) implements RequestListener {

        @Override
        public void ended(AnsweredRequest request) {
            requests.add(request);
        }

        AnsweredRequest next() throws InterruptedException {
            return Objects.requireNonNull(requests.poll(30, TimeUnit.SECONDS));
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Listeners {

        @Bean
        Ended ended() {
            return new Ended(new LinkedBlockingQueue<>());
        }
    }

    @Test
    void theSubCallsOfAnAnswerThatIsGivenAgainAreBookedOnce() throws Exception {
        HttpResponse<String> first = post(SESSION + "}");
        AnsweredRequest booked = ended.next();
        sessions.giveAgain(ScriptedSessions.answer("Five minutes."));
        HttpResponse<String> second = post(SESSION + "}");
        AnsweredRequest again = ended.next();

        assertThat(booked.way().subCalls()).isEqualTo(3);
        assertThat(again.way().subCalls()).isZero();
        assertThat(again.way().mode()).isEqualTo("rlm");
        assertThat(again.outcome()).isEqualTo(AnsweredRequest.ANSWERED);
        assertThat(json(second.body()).at("/usage/rlm/sub_calls"))
                .isEqualTo(json(first.body()).at("/usage/rlm/sub_calls"));
    }

    @Test
    void anAnswerThatIsGivenAgainNeedsNoPlace() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            begun.countDown();
            ChatStreamTest.await(released);
            return ScriptedSessions.answer("Done.");
        });
        try (RawConnection first = new RawConnection(port)) {
            first.post("/v1/chat/completions", SESSION + ",\"stream\":true}");
            begun.await();
            assertThat(post(SESSION + "}").statusCode()).isEqualTo(503);

            sessions.giveAgain(ScriptedSessions.answer("Five minutes."));
            assertThat(post(SESSION + "}").statusCode()).isEqualTo(200);
            assertThat(post(SESSION + ",\"n\":2}").statusCode()).isEqualTo(200);
            sessions.giveAgain(null);
            released.countDown();
            assertThat(first.readUntil("[DONE]")).contains("Done.");
        }
        for (int request = 0; request < 4; request++) {
            ended.next();
        }
    }
}
