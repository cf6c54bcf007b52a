package io.rlmgateway.upstream.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.Tools;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatRequestTest {

    private static final int WINDOW = 8_192;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource({"10, 100, 8192", "12300, 4000, 8192", "12300, 4100, 16384", "60000, , 32768"})
    void windowHoldsPromptAndReply(int characters, @Nullable Integer cap, int window) {
        JsonNode body = body("qwen3", cap, Map.of(), Message.user("a".repeat(characters)));

        assertThat(body.at("/options/num_ctx").intValue()).isEqualTo(WINDOW);
        assertThat(Windows.wanted(TokenEstimate.of(List.of(Message.user("a".repeat(characters)))), cap))
                .isEqualTo(window);
        assertThat(body.at("/options").has("num_predict")).isEqualTo(cap != null);
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3, low, true",
        "qwen3, none, false",
        "gpt-oss:20b, minimal, low",
        "gpt-oss:20b, medium, medium",
        "gpt-oss:20b, xhigh, high"
    })
    void reasoningIsSaidAsTheModelWantsIt(String model, String effort, String think) {
        assertThat(body(model, 100, Map.of("reasoning_effort", effort), Message.user("a"))
                        .path("think")
                        .asString())
                .isEqualTo(think);
    }

    @Test
    void jsonIsAskedForAndUnknownParametersAreLeftOut() {
        JsonNode body = body(
                "qwen3",
                100,
                Map.of("response_format", Map.of("type", "json_object"), "seed", 7, "logit_bias", Map.of()),
                Message.user("a"));

        assertThat(body.path("format").asString()).isEqualTo("json");
        assertThat(body.at("/options/seed").intValue()).isEqualTo(7);
        assertThat(body.toString()).doesNotContain("logit_bias");
    }

    @Test
    void toolsThatMustNotBeCalledAreNotOffered() {
        Tools tools = new Tools(List.of(new Tools.Tool("clock", "", Map.of(), null)), new Tools.Choice.None(), null);
        ModelOptions options = new ModelOptions(1, Duration.ofSeconds(1), List.of(), Map.of(), tools);

        assertThat(ChatRequest.of("qwen3", request(options, Message.user("a")), WINDOW))
                .doesNotContainKey("tools");
    }

    @Test
    void linkedImageIsRefusedBeforeItIsSent() {
        Message image = new Message(Role.USER, List.of(new Content.ImageLink(URI.create("https://host/a.png"))));

        assertThatThrownBy(() -> body("qwen3", 100, Map.of(), image))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused -> assertThat(refused.failure())
                                .isInstanceOfSatisfying(
                                        Failure.InvalidRequest.class,
                                        invalid -> assertThat(invalid.reason())
                                                .isEqualTo(Failure.Reason.UNSUPPORTED_VALUE)))
                .hasMessageContaining("as data only");
    }

    private static JsonNode body(
            String model, @Nullable Integer cap, Map<String, Object> parameters, Message... messages) {
        ModelOptions options = new ModelOptions(cap, Duration.ofSeconds(1), List.of(), parameters);
        return JSON.valueToTree(ChatRequest.of(model, request(options, messages), WINDOW));
    }

    private static ModelRequest request(ModelOptions options, Message... messages) {
        return new ModelRequest("o/m", Purpose.DIRECT, List.of(messages), options, new Share("t", 1));
    }
}
