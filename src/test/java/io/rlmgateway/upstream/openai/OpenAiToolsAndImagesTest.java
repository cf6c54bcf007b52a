package io.rlmgateway.upstream.openai;

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
import io.rlmgateway.upstream.RateLimitHeaders.Allowance;
import io.rlmgateway.upstream.Tools;
import io.rlmgateway.upstream.Tools.Choice;
import io.rlmgateway.upstream.Tools.Tool;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class OpenAiToolsAndImagesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Tool CLOCK =
            new Tool("clock", "Tells the time.", Map.of("type", "object", "properties", Map.of()), true);
    private static final Tool DICE = new Tool("dice", "", Map.of("type", "object"), null);

    @Test
    void imagesKeepTheirPlaceBetweenWords() throws IOException {
        JsonNode sent = sent(
                List.of(new Message(
                        Role.USER,
                        List.of(
                                new Content.Text("Before"),
                                new Content.ImageData("image/png", "iVBORw0KGgo="),
                                new Content.Text("between"),
                                new Content.ImageLink(URI.create("https://host/a.jpg"))))),
                Tools.NONE);

        assertThat(sent.path("messages")).isEqualTo(JSON.readTree("""
                [{"role":"user","content":[
                  {"type":"text","text":"Before"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}},
                  {"type":"text","text":"between"},
                  {"type":"image_url","image_url":{"url":"https://host/a.jpg"}}]}]"""));
    }

    @Test
    void callsAndResultsOfToolsAreSent() throws IOException {
        JsonNode sent = sent(
                List.of(
                        Message.user("When?"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Content.ToolCall("c1", "clock", "{\"zone\":\"UTC\"}"),
                                        new Content.ToolCall("c2", "dice", "{}"))),
                        new Message(
                                Role.TOOL,
                                List.of(
                                        new Content.ToolResult("c1", "clock", "noon"),
                                        new Content.ToolResult("c2", "dice", "6")))),
                new Tools(List.of(CLOCK, DICE), new Choice.Auto(), false));

        assertThat(sent.path("messages")).isEqualTo(JSON.readTree("""
                [{"role":"user","content":"When?"},
                 {"role":"assistant","content":"","tool_calls":[
                   {"id":"c1","type":"function","function":{"name":"clock","arguments":"{\\"zone\\":\\"UTC\\"}"}},
                   {"id":"c2","type":"function","function":{"name":"dice","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"noon"},
                 {"role":"tool","tool_call_id":"c2","content":"6"}]"""));
        assertThat(sent.path("tools")).isEqualTo(JSON.readTree("""
                [{"type":"function","function":{"name":"clock","description":"Tells the time.",
                  "parameters":{"type":"object","properties":{}},"strict":true}},
                 {"type":"function","function":{"name":"dice","parameters":{"type":"object"}}}]"""));
        assertThat(sent.path("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(sent.has("tool_choice")).isFalse();
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(new Choice.None(), "\"none\""),
                Arguments.of(new Choice.Required(), "\"required\""),
                Arguments.of(new Choice.Named("clock"), "{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choiceOfAToolIsSent(Choice choice, String json) throws IOException {
        JsonNode sent = sent(List.of(Message.user("When?")), new Tools(List.of(CLOCK), choice, null));

        assertThat(sent.path("tool_choice")).isEqualTo(JSON.readTree(json));
        assertThat(sent.has("parallel_tool_calls")).isFalse();
    }

    @Test
    void callsThatArriveInPiecesAreWhole() throws IOException {
        List<String> pieces = new ArrayList<>();
        ModelReply reply = reply(pieces, (request, connection) -> {
            connection.beginEvents();
            connection.event(Replies.piece("Let me look."));
            connection.event(delta("{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"clock\",\"arguments\":\"\"}}]}"));
            connection.event(delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"zone\\\":\"}}]}"));
            connection.event(delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"UTC\\\"}\"}}]}"));
            connection.event(delta("{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"dice\",\"arguments\":\"{}\"}}]}"));
            connection.event(Replies.finish("tool_calls"));
            connection.event(Replies.usage(40, 8, 6, 2));
            connection.event(Replies.DONE);
        });

        assertThat(reply.text()).isEqualTo("Let me look.").isEqualTo(String.join("", pieces));
        assertThat(reply.stop()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(reply.toolCalls())
                .containsExactly(
                        new Content.ToolCall("c1", "clock", "{\"zone\":\"UTC\"}"),
                        new Content.ToolCall("c2", "dice", "{}"));
        assertThat(reply.usage().input()).isEqualTo(40);
    }

    @Test
    void callsThatEndWithAStopAreCallsAllTheSame() throws IOException {
        ModelReply reply = reply(new ArrayList<>(), (request, connection) -> {
            connection.beginEvents();
            connection.event(delta("{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"dice\",\"arguments\":\"{}\"}}]}"));
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        });

        assertThat(reply.stop()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(reply.toolCalls()).containsExactly(new Content.ToolCall("c1", "dice", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoningIsKeptApartFromTheText(String field) throws IOException {
        List<String> pieces = new ArrayList<>();
        ModelReply reply = reply(pieces, (request, connection) -> {
            connection.beginEvents();
            connection.event(delta("{\"content\":\"\",\"" + field + "\":\"First \"}"));
            connection.event(delta("{\"" + field + "\":\"think.\"}"));
            connection.event(Replies.piece("In 1932."));
            connection.event(Replies.finish("stop"));
            connection.event(Replies.DONE);
        });

        assertThat(reply.reasoning()).isEqualTo("First think.");
        assertThat(reply.text()).isEqualTo("In 1932.");
        assertThat(pieces).containsExactly("In 1932.");
    }

    @Test
    void limitsAreTakenFromTheHeaders() throws IOException {
        ModelReply reply = reply(new ArrayList<>(), (request, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n"
                    + "x-ratelimit-limit-requests: 60\r\nX-RateLimit-Remaining-Requests: 59\r\n\r\n");
            connection.event(Replies.piece("In 1932."));
            connection.event(Replies.DONE);
        });

        assertThat(reply.limits().requests()).isEqualTo(new Allowance(60L, 59L, null));
    }

    private static String delta(String delta) {
        return """
                {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"m",\
                "choices":[{"index":0,"delta":%s,"finish_reason":null}]}""".formatted(delta);
    }

    private static JsonNode sent(List<Message> messages, Tools tools) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Replies::play)) {
            Settings.provider()
                    .open("tested", Settings.at(server.baseUrl()))
                    .complete("m", request(messages, tools), piece -> {});
            return JSON.readTree(server.requests().getFirst().body());
        }
    }

    private static ModelReply reply(List<String> pieces, ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return Settings.provider()
                    .open("tested", Settings.at(server.baseUrl()))
                    .complete("m", request(List.of(Message.user("When?")), Tools.NONE), pieces::add);
        }
    }

    private static ModelRequest request(List<Message> messages, Tools tools) {
        return new ModelRequest(
                "tested/m",
                Purpose.DIRECT,
                messages,
                new ModelOptions(null, Duration.ofSeconds(30), List.of(), Map.of(), tools),
                new Share("tested", 1));
    }
}
