package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Answer;
import io.rlmgateway.session.AnswerListener;
import io.rlmgateway.session.Route;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Answers that take longer than the status line is held back. */
@TestPropertySource(properties = "rlm.chat.hold=1s")
class LongAnswerTest extends ChatTest {

    private static final String BODY = "{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}";

    @Test
    void newlinesKeepALongAnswerAlive() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            ChatStreamTest.await(released);
            return ScriptedSessions.answer("Done.");
        });

        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", BODY);
            String head = connection.readUntil("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200").contains("Transfer-Encoding: chunked", "x-rlm-mode: rlm");
            assertThat(connection.readUntil("1\r\n\n\r\n1\r\n\n\r\n")).endsWith("\n");
            released.countDown();
            assertThat(connection.readUntil("0\r\n\r\n")).contains("\"content\":\"Done.\"");
        }
    }

    @Test
    void failureAfterNewlinesCutsTheConnection() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            ChatStreamTest.await(released);
            throw new FailureException(new Failure.SessionFailed("The sandbox broke."));
        });

        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", BODY);
            connection.readUntil("\r\n\r\n");
            released.countDown();
            assertThat(connection.readAll()).doesNotContain("0\r\n\r\n", "error");
        }
    }

    @Test
    void lostClientInterruptsTheSession() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        sessions.play(interruptible(interrupted));

        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", BODY);
            connection.readUntil("\r\n\r\n");
        }
        interrupted.await();
    }

    private static BiFunction<Route.Rlm, AnswerListener, Answer> interruptible(CountDownLatch interrupted) {
        return (route, listener) -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("never released");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new CancellationException("interrupted");
            }
        };
    }
}
