package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which key goes to which of an upstream's endpoints. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndpointKeysTest {

    @TempDir
    private Path folder;

    @Test
    void theUpstreamsFileDoesNotGoBeforeAnEndpointsOwnKey() throws IOException {
        assertThat(keys("api-key=of-the-endpoint")).containsExactly("Bearer of-the-file", "Bearer of-the-endpoint");
    }

    @Test
    void anEndpointMayHaveAFileOfItsOwn() throws IOException {
        Path own = Files.writeString(folder.resolve("own"), "of-its-file\n");

        assertThat(keys("api-key-file=" + own)).containsExactly("Bearer of-the-file", "Bearer of-its-file");
    }

    /** {@return what the upstream and its endpoint are sent} */
    private List<String> keys(String ofEndpoint) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "of-the-file\n");
        try (ScriptedServer first = server();
                ScriptedServer second = server()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(UpstreamFailuresTest.Application.class)
                    .withBean(Spans.class, Spans::none)
                    .withPropertyValues(
                            "rlm.upstreams.faulty.kind=openai",
                            "rlm.upstreams.faulty.base-url=" + first.baseUrl(),
                            "rlm.upstreams.faulty.api-key-file=" + file,
                            "rlm.upstreams.faulty.endpoints[0].base-url=" + second.baseUrl(),
                            "rlm.upstreams.faulty.endpoints[0]." + ofEndpoint)
                    .run(context -> {
                        Relay relay =
                                context.getBean(Models.class).relay("faulty/m").orElseThrow();
                        relay.pass(UpstreamFailuresTest.relayed(), UpstreamFailuresTest.events(new StringBuilder()));
                        relay.pass(UpstreamFailuresTest.relayed(), UpstreamFailuresTest.events(new StringBuilder()));
                    });
            return List.of(key(first), key(second));
        }
    }

    private static ScriptedServer server() throws IOException {
        return new ScriptedServer(Replies::play);
    }

    private static String key(ScriptedServer server) {
        return server.requests().getFirst().headers().getOrDefault("authorization", "none");
    }
}
