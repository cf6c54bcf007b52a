package io.rlmgateway.upstream.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateRequestTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void signatureOfACallComesBackWithIt() {
        ReplyBuilder reply = new ReplyBuilder(piece -> {});
        new GenerateEvents(reply)
                .add(JSON.readTree("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"clock\"},"
                        + "\"thoughtSignature\":\"Cp.Q+/=\"}]}}]}"));
        Content.ToolCall call = reply.reply(request(Map.of(), Tools.NONE), RateLimitHeaders.NONE)
                .toolCalls()
                .getFirst();

        JsonNode part = body("gemini-3-pro", request(Map.of(), Tools.NONE, new Message(Role.ASSISTANT, List.of(call))))
                .at("/contents/0/parts/0");

        assertThat(part)
                .isEqualTo(JSON.readTree(
                        "{\"functionCall\":{\"name\":\"clock\",\"args\":{}},\"thoughtSignature\":\"Cp.Q+/=\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, none, thinkingBudget, 512",
        "gemini-2.5-flash, medium, thinkingBudget, 8192",
        "gemini-2.5-pro, high, thinkingBudget, 24576",
        "gemini-3-pro, minimal, thinkingLevel, low",
        "gemini-3-pro, high, thinkingLevel, high"
    })
    void reasoningIsSaidAsTheModelWantsIt(String model, String effort, String name, String value) {
        JsonNode body = body(model, request(Map.of("reasoning_effort", effort), Tools.NONE));

        assertThat(body.at("/generationConfig/thinkingConfig/" + name).asString())
                .isEqualTo(value);
    }

    @Test
    void choicesOfToolsJsonAndLinkedImagesAreSaid() {
        Tools.Tool clock = new Tools.Tool("clock", "", Map.of("type", "object"), null);
        Message image = new Message(Role.USER, List.of(new Content.ImageLink(URI.create("https://host/a.png"))));

        assertThat(mode(clock, new Tools.Choice.Auto(), image)).isEqualTo("AUTO");
        assertThat(mode(clock, new Tools.Choice.None(), image)).isEqualTo("NONE");
        assertThat(mode(clock, new Tools.Choice.Required(), image)).isEqualTo("ANY");
        JsonNode body = body("m", request(Map.of("response_format", Map.of("type", "json_object")), Tools.NONE, image));
        assertThat(body.at("/generationConfig/responseMimeType").asString()).isEqualTo("application/json");
        assertThat(body.at("/contents/0/parts/0/fileData/fileUri").asString()).isEqualTo("https://host/a.png");
    }

    @Test
    void replyThatTheFilterStoppedIsARefusal() {
        ReplyBuilder reply = new ReplyBuilder(piece -> {});
        new GenerateEvents(reply)
                .add(JSON.readTree("{\"candidates\":[{\"finishReason\":\"SAFETY\",\"finishMessage\":\"Not safe.\"}]}"));

        ModelReply whole = reply.reply(request(Map.of(), Tools.NONE), RateLimitHeaders.NONE);

        assertThat(whole.stop()).isEqualTo(StopReason.CONTENT_FILTER);
        assertThat(whole.refusal()).isEqualTo("Not safe.");
        assertThat(whole.usage().estimated()).isTrue();
    }

    private static String mode(Tools.Tool tool, Tools.Choice choice, Message message) {
        return body("m", request(Map.of(), new Tools(List.of(tool), choice, null), message))
                .at("/toolConfig/functionCallingConfig/mode")
                .asString();
    }

    private static JsonNode body(String model, ModelRequest request) {
        return JSON.valueToTree(GenerateRequest.of(model, request));
    }

    private static ModelRequest request(Map<String, Object> parameters, Tools tools, Message... messages) {
        return new ModelRequest(
                "g/m",
                Purpose.DIRECT,
                List.of(messages),
                new ModelOptions(null, Duration.ofSeconds(1), List.of(), parameters, tools),
                new Share("t", 1));
    }
}
