package io.rlmgateway.upstream.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.Tools;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesRequestTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Tools.Tool CLOCK = new Tools.Tool("clock", "", Map.of("type", "object"), true);

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "CLOSING"})
    void growingPromptHasCachePointsBehindInstructionsAndAtItsEnd(Purpose purpose) {
        JsonNode body = body(purpose, Map.of(), Message.system("Be brief."), Message.user("a"), Message.user("b"));

        assertThat(body.at("/system/0/cache_control/type").asString()).isEqualTo("ephemeral");
        assertThat(body.at("/messages/0/content/0").has("cache_control")).isFalse();
        assertThat(body.at("/messages/1/content/0/cache_control/type").asString())
                .isEqualTo("ephemeral");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAF", "DIRECT"})
    void promptThatComesOnceHasNone(Purpose purpose) {
        assertThat(body(purpose, Map.of(), Message.system("Be brief."), Message.user("a"))
                        .toString())
                .doesNotContain("cache_control");
    }

    @ParameterizedTest
    @CsvSource({"claude-3-haiku-20240307, 4096", "claude-sonnet-4-5, 32000"})
    void callWithoutACapGetsOne(String model, int cap) {
        assertThat(body(model, ModelOptions.of(null, TIMEOUT), Message.user("a"))
                        .path("max_tokens")
                        .intValue())
                .isEqualTo(cap);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-5, high, 100000, 16384",
        "claude-3-7-sonnet-latest, medium, 100000, 8192",
        "claude-opus-4-1-20250805, low, 3000, 1500"
    })
    void earlierModelsReasonByTokensWithoutTemperature(String model, String effort, int cap, int tokens) {
        JsonNode body = body(model, effort(effort, cap), Message.user("a"));

        assertThat(body.at("/thinking/budget_tokens").intValue()).isEqualTo(tokens);
        assertThat(body.has("temperature")).isFalse();
    }

    @Test
    void laterModelsReasonByEffort() {
        JsonNode body = body("claude-opus-4-7", effort("xhigh", 8_000), Message.user("a"));

        assertThat(body.at("/thinking/type").asString()).isEqualTo("adaptive");
        assertThat(body.at("/output_config/effort").asString()).isEqualTo("xhigh");
    }

    @ParameterizedTest
    @CsvSource({"none, 8000", "minimal, 8000", "low, 1000"})
    void withoutRoomOrWishThereIsNoReasoning(String effort, int cap) {
        JsonNode body = body("claude-sonnet-4-5", effort(effort, cap), Message.user("a"));

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.path("temperature").doubleValue()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-6, max, max",
        "claude-opus-5-5, max, max",
        "claude-sonnet-4-6, max, high",
        "claude-opus-4-7, xhigh, xhigh",
        "claude-opus-4-6, xhigh, high",
        "claude-sonnet-5, minimal, low"
    })
    void effortBecomesTheNearestThatTheModelKnows(String model, String asked, String sent) {
        JsonNode body = body(model, effort(asked, 100_000), Message.user("a"));

        assertThat(body.at("/output_config/effort").asString()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-4-5, max, 100000, 16384", "claude-3-7-sonnet-latest, max, , 2048"})
    void effortBecomesTokensWithinTheCap(String model, String asked, @Nullable Integer cap, int tokens) {
        ModelOptions options = new ModelOptions(cap, TIMEOUT, List.of(), Map.of("reasoning_effort", asked));

        assertThat(body(model, options, Message.user("a"))
                        .at("/thinking/budget_tokens")
                        .intValue())
                .isEqualTo(tokens);
    }

    @Test
    void modelThatDoesNotReasonIsToldNoEffortAndTheClientThatItIsNot() {
        JsonNode body = body("claude-3-5-haiku-20241022", effort("high", 4_000), Message.user("a"));

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.has("output_config")).isFalse();
        assertThat(Sampling.ignored("claude-3-5-haiku-20241022", Map.of("reasoning_effort", "high")))
                .containsExactly("reasoning_effort");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, true",
        "claude-opus-4-20250514, true",
        "claude-opus-4-1-20250805, false",
        "claude-sonnet-4-5, false",
        "claude-haiku-5-5, false"
    })
    void temperatureGoesBeforeTopPWhereTheModelTakesOnlyOne(String model, boolean both) {
        Map<String, Object> parameters = Map.of("temperature", 0.3, "top_p", 0.9);
        JsonNode body = body(model, new ModelOptions(500, TIMEOUT, List.of(), parameters), Message.user("a"));

        assertThat(body.path("temperature").doubleValue()).isEqualTo(0.3);
        assertThat(body.has("top_p")).isEqualTo(both);
        assertThat(Sampling.ignored(model, parameters).contains("top_p")).isEqualTo(!both);
        assertThat(body(model, new ModelOptions(500, TIMEOUT, List.of(), Map.of("top_p", 0.9)), Message.user("a"))
                        .has("top_p"))
                .isTrue();
    }

    @Test
    void temperatureAboveTheScaleIsItsHighest() {
        assertThat(body(Purpose.DIRECT, Map.of("temperature", 1.7), Message.user("a"))
                        .path("temperature")
                        .doubleValue())
                .isEqualTo(1);
    }

    @Test
    void samplingBesideReasoningIsReported() {
        assertThat(Sampling.ignored("claude-sonnet-4-5", Map.of("reasoning_effort", "low", "temperature", 0.5)))
                .contains("temperature", "top_p")
                .doesNotContain("reasoning_effort");
    }

    @Test
    void resultsOfToolsGoWithoutReasoning() {
        JsonNode body = body(
                "claude-sonnet-4-5",
                effort("high", 100_000),
                Message.user("a"),
                new Message(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "clock", "no JSON"))),
                new Message(Role.TOOL, List.of(new Content.ToolResult("c1", "clock", "noon"))));

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.at("/messages/1/content/0/input/arguments").asString()).isEqualTo("no JSON");
    }

    @Test
    void choicesOfToolsAreSaid() {
        assertThat(choice(new Tools.Choice.Auto(), null)).isEqualTo(JSON.readTree("null"));
        assertThat(choice(new Tools.Choice.Auto(), false))
                .isEqualTo(JSON.readTree("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"));
        assertThat(choice(new Tools.Choice.None(), false)).isEqualTo(JSON.readTree("{\"type\":\"none\"}"));
        assertThat(choice(new Tools.Choice.Required(), true)).isEqualTo(JSON.readTree("{\"type\":\"any\"}"));
    }

    @Test
    void linkedImagesAndUsersAreSaid() {
        JsonNode body = body(
                Purpose.DIRECT,
                Map.of("user", "u1", "top_k", 5),
                new Message(Role.USER, List.of(new Content.ImageLink(URI.create("https://host/a.png")))));

        assertThat(body.at("/messages/0/content/0/source"))
                .isEqualTo(JSON.readTree("{\"type\":\"url\",\"url\":\"https://host/a.png\"}"));
        assertThat(body.at("/metadata/user_id").asString()).isEqualTo("u1");
        assertThat(body.path("top_k").intValue()).isEqualTo(5);
    }

    private static JsonNode choice(Tools.Choice choice, @Nullable Boolean parallel) {
        ModelOptions options =
                new ModelOptions(500, TIMEOUT, List.of(), Map.of(), new Tools(List.of(CLOCK), choice, parallel));
        JsonNode body = body("claude-sonnet-4-5", options, Message.user("a"));
        assertThat(body.at("/tools/0/strict").booleanValue()).isTrue();
        return body.has("tool_choice") ? body.path("tool_choice") : JSON.readTree("null");
    }

    private static ModelOptions effort(String effort, int cap) {
        return new ModelOptions(cap, TIMEOUT, List.of(), Map.of("reasoning_effort", effort, "temperature", 0.5));
    }

    private static JsonNode body(Purpose purpose, Map<String, Object> parameters, Message... messages) {
        return body(purpose, "claude-sonnet-4-5", new ModelOptions(500, TIMEOUT, List.of(), parameters), messages);
    }

    private static JsonNode body(String model, ModelOptions options, Message... messages) {
        return body(Purpose.DIRECT, model, options, messages);
    }

    private static JsonNode body(Purpose purpose, String model, ModelOptions options, Message... messages) {
        return JSON.valueToTree(MessagesRequest.of(
                model, new ModelRequest("a/m", purpose, List.of(messages), options, new Share("t", 1))));
    }
}
