package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of servers that are compatible with OpenAI, each with what it does otherwise, after its documentation. */
@Timeout(60)
class CompatibleServersTest {

    @ParameterizedTest
    @CsvSource({
        "vllm, First think., 0, 6, 0",
        "sglang, First think., 0, 6, 0",
        "llama-cpp, First think., 0, 6, 0",
        "lm-studio, First think., 0, 6, 0",
        "openrouter, First think., 8, 6, 2",
        "groq, First think., 8, 6, 0",
        "together, First think., 0, 6, 0",
        "fireworks, First think., 8, 6, 0",
        "deepseek, First think., 8, 6, 2",
        "mistral, , 0, 6, 0",
        // counts reasoning apart from the output
        "xai, First think., 8, 6, 2",
        "azure, , 8, 6, 2"
    })
    void streamIsRead(String name, @Nullable String reasoning, long cached, long output, long thought)
            throws IOException {
        List<String> pieces = new ArrayList<>();

        ModelReply reply = reply(stream(name), pieces);

        assertThat(reply.text()).isEqualTo("In 1932.").isEqualTo(String.join("", pieces));
        assertThat(reply.stop()).isEqualTo(StopReason.STOP);
        assertThat(reply.reasoning()).isEqualTo(reasoning);
        assertThat(reply.usage()).isEqualTo(new TokenUsage(40, cached, output, thought));
        assertThat(reply.toolCalls()).isEmpty();
    }

    private static ModelReply reply(String stream, List<String> pieces) throws IOException {
        ScriptedServer.Script script = (request, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n");
            connection.write(stream);
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            return Settings.provider()
                    .open("tested", Settings.at(server.baseUrl()))
                    .complete("m", Requests.simple(), pieces::add);
        }
    }

    private static String stream(String name) throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(CompatibleServersTest.class.getResourceAsStream("servers/" + name + ".txt"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
