package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelReply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChatStreamTest extends ChatTest {

    private static final String STREAM = "\"stream\":true," + QUESTION;

    @Test
    void directAnswerStreamsInPieces() throws IOException {
        HttpResponse<String> response = post("{\"model\":\"rlm\"," + STREAM + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow())
                .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(response.headers().firstValue("x-rlm-mode")).hasValue("direct");
        assertThat(response.headers().firstValue("openai-processing-ms")).isPresent();
        assertGolden("direct.sse", response.body());
    }

    @Test
    void sessionStreamsProgressAsReasoningAndUsageAtTheEnd() throws IOException {
        HttpResponse<String> response =
                post("{\"model\":\"rlm;mode=rlm\",\"stream_options\":{\"include_usage\":true}," + STREAM + "}");

        assertThat(response.headers().firstValue("x-rlm-run-id").orElseThrow()).startsWith("run_");
        assertGolden("session.sse", response.body());
    }

    @Test
    void progressStaysAwayWhereItIsNotWanted() throws IOException {
        assertGolden(
                "session-without-reasoning.sse",
                post("{\"model\":\"rlm;mode=rlm\",\"include_reasoning\":false," + STREAM + "}")
                        .body());
    }

    @Test
    void failureInMidStreamIsAnErrorEventAndNoFinishReason() throws IOException {
        models.play((request, pieces) -> {
            pieces.accept("Half an ans");
            throw new FailureException(new Failure.UpstreamFailed("The upstream closed the connection."));
        });

        assertGolden("failed.sse", post("{\"model\":\"rlm\"," + STREAM + "}").body());
    }

    @Test
    void failureBeforeTheFirstByteKeepsItsStatus() {
        HttpResponse<String> response = post("{\"model\":\"unknown\"," + STREAM + "}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(error(response).path("code").stringValue()).isEqualTo("model_not_found");
    }

    @Test
    void longAnswerOfASessionComesInPiecesThatSplitNoCharacter() {
        String answer = "x".repeat(255) + "😀" + "é".repeat(1000);
        sessions.play(ScriptedSessions.answers(answer));

        List<String> pieces =
                contents(post("{\"model\":\"rlm;mode=rlm\"," + STREAM + "}").body());

        assertThat(String.join("", pieces)).isEqualTo(answer);
        assertThat(pieces)
                .hasSizeGreaterThan(4)
                .allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(257));
    }

    @Test
    void refusalHasADeltaOfItsOwn() {
        models.play((request, pieces) -> new ModelReply("", ModelReply.StopReason.STOP, ScriptedModels.USAGE, "No."));

        assertThat(post("{\"model\":\"rlm\"," + STREAM + "}").body()).contains("\"delta\":{\"refusal\":\"No.\"}");
    }

    @Test
    void roleAndKeepAlivesComeWhileTheSessionIsSilent() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            await(released);
            return ScriptedSessions.answer("Done.");
        });

        try (BufferedReader stream = open("{\"model\":\"rlm;mode=rlm\"," + STREAM + "}")) {
            assertThat(stream.readLine()).contains("\"role\":\"assistant\"").contains("\"content\":\"\"");
            assertThat(stream.readLine()).isEmpty();
            assertThat(stream.readLine()).isEqualTo(": keep-alive");
            assertThat(stream.readLine()).isEmpty();
            assertThat(stream.readLine()).isEqualTo(": keep-alive");
            released.countDown();
            assertThat(stream.lines().toList()).contains("data: [DONE]");
        }
    }

    @Test
    void lostClientInterruptsTheSession() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            listener.progress("begun");
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("never released");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new CancellationException("interrupted");
            }
        });

        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/chat/completions", "{\"model\":\"rlm;mode=rlm\"," + STREAM + "}");
            assertThat(connection.readUntil("begun")).contains("\"reasoning_content\":\"begun");
        }
        interrupted.await();
    }

    private BufferedReader open(String body) throws IOException, InterruptedException {
        InputStream stream = client.send(
                        request("/v1/chat/completions")
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static List<String> contents(String wire) {
        List<String> contents = new ArrayList<>();
        wire.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())).at("/choices/0/delta/content"))
                .filter(content -> content.isString() && !content.stringValue().isEmpty())
                .forEach(content -> contents.add(content.stringValue()));
        return contents;
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }
}
