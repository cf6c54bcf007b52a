package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.openai.Replies;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Clients that vanish while nothing is written to them: the service sees it by itself. */
@SpringBootTest(
        classes = RelayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rlm.chat.keep-alive=1h",
            "rlm.chat.heartbeat=1h",
            "rlm.chat.hold=1h",
            "rlm.chat.stream-hold=1h",
            "rlm.upstreams.wire.kind=openai",
            "rlm.upstreams.wire.api-key=k",
            "spring.main.register-shutdown-hook=false"
        })
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostClientTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String BLOCKING = "{\"model\":\"rlm\"," + QUESTION + "}";
    private static final String STREAM = "{\"model\":\"rlm\",\"stream\":true," + QUESTION + "}";
    private static final String SESSION = "{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}";

    /** Longer than the service waits until it looks. */
    private static final long A_WHILE_MILLIS = 1500;

    private static volatile ScriptedServer.Script script = Replies::play;
    private static final ScriptedServer SERVER =
            new ScriptedServer((request, connection) -> script.play(request, connection));

    @TempDir
    static Path data;

    @LocalServerPort
    int port;

    @Autowired
    ScriptedSessions sessions;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
        registry.add("rlm.upstreams.wire.base-url", SERVER::baseUrl);
    }

    @AfterAll
    static void close() throws IOException {
        SERVER.close();
    }

    @BeforeEach
    void begin() {
        sessions.reset();
        sessions.directly("wire/gpt-x");
        script = (request, connection) -> connection.awaitLeaving();
    }

    @ParameterizedTest
    @ValueSource(strings = {BLOCKING, STREAM})
    void callOfAClientThatHangsUpBeforeItsAnswerBeginsIsEnded(String body) throws Exception {
        RawConnection connection = new RawConnection(port);
        connection.post(CHAT, body);
        connection.hangUp();

        assertThat(SERVER.nextLeft().body()).contains("gpt-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {BLOCKING, STREAM})
    void callOfAClientThatIsKilledIsEnded(String body) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.post(CHAT, body);
        }

        assertThat(SERVER.nextLeft().body()).contains("gpt-x");
    }

    @Test
    void callOfAClientThatHangsUpInMidAnswerIsEnded() throws Exception {
        script = (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("In "));
            connection.awaitLeaving();
        };
        RawConnection connection = new RawConnection(port);
        connection.post(CHAT, STREAM);
        connection.readUntil("\n\n");
        connection.hangUp();

        assertThat(SERVER.nextLeft().body()).contains("gpt-x");
    }

    @Test
    void sessionOfAClientThatHangsUpIsLeft() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            try {
                begun.countDown();
                new CountDownLatch(1).await();
                throw new AssertionError("never released");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new CancellationException("interrupted");
            }
        });
        RawConnection connection = new RawConnection(port);
        connection.post(CHAT, SESSION);
        begun.await();
        connection.hangUp();

        interrupted.await();
    }

    @Test
    void clientThatSendsItsNextRequestAheadIsThere() throws Exception {
        script = (request, connection) -> {
            boolean _ = new CountDownLatch(1).await(A_WHILE_MILLIS, TimeUnit.MILLISECONDS);
            connection.answer(200, Map.of("content-type", "application/json"), answer(request.number()));
        };
        try (RawConnection connection = new RawConnection(port)) {
            connection.post(CHAT, BLOCKING);
            connection.post(CHAT, BLOCKING);

            assertThat(connection.readUntil("\"usage\":{}}")).startsWith("HTTP/1.1 200");
            assertThat(connection.readUntil("\"usage\":{}}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void clientThatWaitsLongGetsItsAnswer() throws Exception {
        script = (request, connection) -> {
            boolean _ = new CountDownLatch(1).await(A_WHILE_MILLIS, TimeUnit.MILLISECONDS);
            connection.answer(200, Map.of("content-type", "application/json"), answer(request.number()));
        };
        try (RawConnection connection = new RawConnection(port)) {
            connection.post(CHAT, BLOCKING);

            assertThat(connection.readUntil("\"usage\":{}}")).startsWith("HTTP/1.1 200");
        }
    }

    private static String answer(int number) {
        return "{\"id\":\"chatcmpl-" + number + "\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"In 1932.\"},\"finish_reason\":\"stop\"}],\"usage\":{}}";
    }
}
