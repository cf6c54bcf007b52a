package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.RelayReceiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which faults of an upstream lead a relayed request to the model that answers in its place. */
@Timeout(120)
class RelayFallbacksTest {

    @ParameterizedTest
    @EnumSource(
            names = {
                "TOO_MANY_REQUESTS",
                "INTERNAL_ERROR_500",
                "CONNECTION_REFUSED",
                "RESET_IN_HEADERS",
                "SILENCE_BEFORE",
                "HTML_WITH_200",
                "ERROR_WITH_200",
                "HUGE_EVENT",
                "DNS_FAILURE"
            })
    void faultBeforeTheFirstByteLeadsToTheNextModel(Fault fault) throws IOException {
        try (ScriptedServer server = new ScriptedServer(fault::play);
                ScriptedServer healthy = new ScriptedServer(Replies::play)) {
            context(fault.address(server), healthy.baseUrl()).run(context -> {
                Received received = new Received();

                relay(context.getBean(Models.class)).pass(UpstreamFailuresTest.relayed(), received);

                assertThat(received.text).hasToString("In 1932.");
                assertThat(received.instead).containsExactly("spare/other");
                assertThat(healthy.requests())
                        .singleElement()
                        .satisfies(request -> assertThat(request.body()).contains("\"other\""));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_IN_BODY", "TRUNCATED_STREAM", "SILENCE_IN_STREAM"})
    void faultBehindAPieceLeadsToNone(Fault fault) throws IOException {
        try (ScriptedServer server = new ScriptedServer(fault::play);
                ScriptedServer healthy = new ScriptedServer(Replies::play)) {
            context(fault.address(server), healthy.baseUrl()).run(context -> {
                Received received = new Received();

                assertThatThrownBy(() ->
                                relay(context.getBean(Models.class)).pass(UpstreamFailuresTest.relayed(), received))
                        .isInstanceOf(FailureException.class);
                assertThat(received.text).hasToString("half");
                assertThat(received.instead).isEmpty();
                assertThat(healthy.requests()).isEmpty();
            });
        }
    }

    private static Relay relay(Models models) {
        return models.relay("faulty/m").orElseThrow();
    }

    private static ApplicationContextRunner context(String faulty, String healthy) {
        return new ApplicationContextRunner()
                .withUserConfiguration(UpstreamFailuresTest.Application.class)
                .withBean(Spans.class, Spans::none)
                .withPropertyValues(
                        "rlm.upstreams.faulty.kind=openai",
                        "rlm.upstreams.faulty.base-url=" + faulty,
                        "rlm.upstreams.faulty.retries=0",
                        "rlm.upstreams.faulty.first-byte-timeout=1s",
                        "rlm.upstreams.faulty.idle-timeout=1s",
                        "rlm.upstreams.spare.kind=openai",
                        "rlm.upstreams.spare.base-url=" + healthy,
                        "rlm.fallbacks[0].model=faulty/*",
                        "rlm.fallbacks[0].to=demo/none,spare/other");
    }

    private static final class Received implements RelayReceiver {

        private final StringBuilder text = new StringBuilder();
        private final List<String> instead = new ArrayList<>();
        private final RelayReceiver events = UpstreamFailuresTest.events(text);

        @Override
        public void whole(List<ByteBuffer> json) {
            events.whole(json);
        }

        @Override
        public void events(ByteBuffer bytes) {
            events.events(bytes);
        }

        @Override
        public void askedInstead(String model) {
            instead.add(model);
        }
    }
}
