package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class DemoUpstreamTest {

    private static final String TEXT = "Who ate the bone?\n\nThe cat sat on the mat. The dog ate the bone.";

    private final List<String> pieces = new ArrayList<>();

    @Test
    void piecesJoinedAreTheReply() {
        ModelReply reply = ask(Purpose.LEAF, ModelOptions.of(null, Duration.ofSeconds(5)), TEXT);
        assertThat(reply.text()).isEqualTo("The dog ate the bone.");
        assertThat(String.join("", pieces)).isEqualTo(reply.text());
        assertThat(pieces).hasSize(5);
        assertThat(reply.stop()).isEqualTo(StopReason.STOP);
        assertThat(reply.usage().output()).isEqualTo(TokenEstimate.of(reply.text()));
        assertThat(reply.usage().input()).isEqualTo(TokenEstimate.of(List.of(Message.user(TEXT))));
    }

    @Test
    void outputCapCutsTheReply() {
        ModelReply reply = ask(Purpose.LEAF, ModelOptions.of(3, Duration.ofSeconds(5)), TEXT);
        assertThat(reply.text()).isEqualTo("The dog a");
        assertThat(reply.stop()).isEqualTo(StopReason.LENGTH);
    }

    @Test
    void outputCapNeverCutsASurrogatePair() {
        Delivery delivery = Delivery.of("ab😀", ModelOptions.of(1, Duration.ofSeconds(5)));
        assertThat(delivery.text()).isEqualTo("ab");
    }

    @Test
    void stopStringEndsTheReply() {
        ModelOptions options = new ModelOptions(null, Duration.ofSeconds(5), List.of("ate", ""), Map.of());
        assertThat(ask(Purpose.LEAF, options, TEXT).text()).isEqualTo("The dog ");
    }

    @Test
    void interruptCancelsTheWait() {
        Thread.currentThread().interrupt();
        Upstream slow = open(Duration.ofHours(1));
        assertThatThrownBy(() -> slow.complete("demo", request(Purpose.LEAF, options(), TEXT), pieces::add))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pieces).isEmpty();
    }

    @Test
    void shortLatencyIsWaitedFor() {
        assertThat(open(Duration.ofMillis(1))
                        .complete("demo", request(Purpose.LEAF, options(), TEXT), pieces::add)
                        .text())
                .isEqualTo("The dog ate the bone.");
    }

    @Test
    void directAnswerComesFromThePastedText() {
        assertThat(ask(Purpose.DIRECT, options(), TEXT).text()).isEqualTo("The dog ate the bone.");
        assertThat(ask(Purpose.DIRECT, options(), "The dog ate the bone, said Anna.", "Who ate the bone?")
                        .text())
                .contains("The dog ate the bone");
    }

    @Test
    void directWithoutTextSaysWhatTheModelIs() {
        assertThat(ask(Purpose.DIRECT, options(), "Hello").text())
                .contains("no language model")
                .contains("OPENAI_API_KEY");
        assertThat(ask(Purpose.DIRECT, options(), "Who won the cup?\n\nThe cat sat on the mat all day long.")
                        .text())
                .startsWith("The text does not say.")
                .contains("no language model");
        assertThat(DirectReply.to(List.of(Message.system("Be kind.")))).contains("no language model");
    }

    @Test
    void providerIsCalledDemo() {
        assertThat(new DemoProvider().kind()).isEqualTo("demo");
    }

    private ModelReply ask(Purpose purpose, ModelOptions options, String... users) {
        return open(Duration.ZERO).complete("demo", request(purpose, options, users), pieces::add);
    }

    private static Upstream open(Duration latency) {
        return new DemoProvider()
                .open("demo", new UpstreamProperties("demo", null, "", 1, 1, 0, Duration.ofSeconds(1), latency));
    }

    private static ModelOptions options() {
        return ModelOptions.of(null, Duration.ofSeconds(5));
    }

    private static ModelRequest request(Purpose purpose, ModelOptions options, String... users) {
        List<Message> messages = List.of(users).stream().map(Message::user).toList();
        return new ModelRequest("demo/demo", purpose, messages, options, new ModelRequest.Share("test", 1));
    }
}
