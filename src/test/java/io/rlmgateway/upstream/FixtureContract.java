package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What providers send and read, held against files written after their documentation. Each provider that speaks over a
 * wire has a subclass beside it that runs this, and files for every {@link Fixture}.
 */
@Timeout(60)
public abstract class FixtureContract {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** {@return the provider under test} */
    protected abstract UpstreamProvider provider();

    /** {@return a model that the upstream serves} */
    protected abstract String model();

    /** {@return the type of its streams} */
    protected abstract String contentType();

    /** {@return the tokens that its files count, for replies with reasoning or without} */
    protected abstract TokenUsage usage(Fixture fixture);

    /** {@return what the API does not know, so that there are no files for it} */
    protected Set<Fixture> unknown() {
        return Set.of();
    }

    @ParameterizedTest
    @EnumSource(Fixture.class)
    void requestIsAsTheApiWantsItAndReplyIsRead(Fixture fixture) throws IOException {
        if (unknown().contains(fixture)) {
            assertThat(resource(fixture, "request.json")).isNull();
            return;
        }
        List<String> pieces = new ArrayList<>();
        String stream = text(fixture, "reply.txt");
        ScriptedServer.Script script = (request, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: " + contentType() + "\r\n\r\n");
            connection.write(stream);
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            UpstreamProperties settings = new UpstreamProperties(
                    provider().kind(), server.baseUrl(), "a-key", 64, 5000, 0, Duration.ofSeconds(10), Duration.ZERO);

            ModelReply reply = provider().open("tested", settings).complete(model(), fixture.request(), pieces::add);

            assertThat(JSON.readTree(server.requests().getFirst().body()))
                    .isEqualTo(JSON.readTree(text(fixture, "request.json")));
            assertThat(reply.text()).isEqualTo(fixture.text()).isEqualTo(String.join("", pieces));
            assertThat(reply.stop()).isEqualTo(fixture.stop());
            assertThat(reply.reasoning()).isEqualTo(fixture.reasoning());
            assertThat(reply.usage()).isEqualTo(usage(fixture));
            assertCalls(fixture, reply);
        }
    }

    private static void assertCalls(Fixture fixture, ModelReply reply) {
        if (fixture == Fixture.TOOLS) {
            Content.ToolCall call = reply.toolCalls().getFirst();
            assertThat(call.id()).isNotBlank();
            assertThat(call.name()).isEqualTo("clock");
            assertThat(JSON.readTree(call.arguments())).isEqualTo(JSON.readTree("{\"zone\":\"UTC\"}"));
        } else {
            assertThat(reply.toolCalls()).isEmpty();
        }
    }

    private String text(Fixture fixture, String file) throws IOException {
        try (InputStream resource = Objects.requireNonNull(
                resource(fixture, file), () -> provider().kind() + " has no " + file + " for " + fixture)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private @Nullable InputStream resource(Fixture fixture, String file) {
        String folder = fixture.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return getClass().getResourceAsStream(folder + "/" + file);
    }
}
