package io.rlmgateway.upstream.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.upstream.ConnectionProperties;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The window that Ollama is asked to open. */
@Timeout(60)
class WindowsTest {

    private static final String SHOWN =
            "{\"model_info\":{\"general.architecture\":\"qwen3\",\"qwen3.context_length\":40960}}";

    private final ScriptedServer server = new ScriptedServer(WindowsTest::play);
    private final Upstream upstream = new OllamaProvider(new ConnectionProperties(Map.of()))
            .open(
                    "local",
                    new UpstreamProperties(
                            "ollama", server.baseUrl(), "", 8, null, 0, Duration.ofSeconds(10), Duration.ZERO));

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void windowIsNoLargerThanTheModelsOwnWhichIsAskedForOnce() {
        ask("word ".repeat(20_000));
        ModelReply second = ask("word ".repeat(20_000));

        assertThat(server.requests())
                .extracting(ScriptedServer.Request::line)
                .satisfiesExactly(
                        show -> assertThat(show).contains("/api/show"),
                        chat -> assertThat(chat).contains("/api/chat"),
                        chat -> assertThat(chat).contains("/api/chat"));
        assertThat(server.requests().getLast().body()).contains("\"num_ctx\":40960");
        assertThat(second.toolCalls().getFirst().id()).startsWith("call_");
    }

    @Test
    void shortPromptOpensTheUsualWindowAndAsksNothing() {
        ask("When?");

        assertThat(server.requests())
                .singleElement()
                .satisfies(chat -> assertThat(chat.body()).contains("\"num_ctx\":8192"));
    }

    @Test
    void promptThatCannotFitIsTooLongInsteadOfCut() {
        assertThatThrownBy(() -> ask("word ".repeat(100_000)))
                .isInstanceOfSatisfying(
                        UpstreamException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Kind.TOO_LONG));
    }

    @Test
    void callsOfSeveralRoundsHaveDifferentIds() {
        assertThat(ask("When?").toolCalls().getFirst().id())
                .isNotEqualTo(ask("When?").toolCalls().getFirst().id());
    }

    private ModelReply ask(String prompt) {
        return upstream.complete(
                "qwen3",
                new ModelRequest(
                        "local/qwen3",
                        Purpose.DIRECT,
                        List.of(Message.user(prompt)),
                        ModelOptions.of(1_000, Duration.ofSeconds(30)),
                        new Share("t", 1)),
                piece -> {});
    }

    private static void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        if (request.line().contains("/api/show")) {
            connection.answer(200, Map.of("content-type", "application/json"), SHOWN);
        } else {
            connection.answer(
                    200,
                    Map.of("content-type", "application/x-ndjson"),
                    "{\"message\":{\"role\":\"assistant\",\"content\":\"In 1932.\",\"tool_calls\":[{\"function\":"
                            + "{\"name\":\"clock\",\"arguments\":{}}}]},\"done\":true,\"done_reason\":\"stop\","
                            + "\"prompt_eval_count\":40,\"eval_count\":6}\n");
        }
    }
}
