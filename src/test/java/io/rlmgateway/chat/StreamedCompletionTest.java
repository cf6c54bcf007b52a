package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StreamedCompletionTest {

    private final StreamedCompletion stream = new StreamedCompletion();

    private void chunk(String choices) {
        event("{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":["
                + choices + "],\"usage\":null}");
    }

    private void event(String data) {
        stream.add(ByteBuffer.wrap(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void assertWhole(String json) {
        assertThat(stream.whole()).isEqualTo(new JsonMapper().readTree(json));
    }

    @Test
    void piecesOfTextAreJoinedByChoice() {
        chunk("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}");
        chunk("{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"é\"}}");
        chunk("{\"index\":0,\"delta\":{\"content\":\"!\"},\"logprobs\":{\"content\":[{\"token\":\"!\"}]}}");
        chunk(
                "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"},{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}");
        event("{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}");
        event("[DONE]");
        assertWhole("""
                {"id":"c1","object":"chat.completion","created":7,"model":"m","usage":{"prompt_tokens":1},"choices":[
                {"index":0,"message":{"role":"assistant","content":"é!","refusal":null},
                 "logprobs":{"content":[{"token":"!"}]},"finish_reason":"stop"},
                {"index":1,"message":{"role":"assistant","content":"B","refusal":null},"logprobs":null,
                 "finish_reason":"length"}]}""");
    }

    @Test
    void piecesOfToolCallsAreJoined() {
        chunk(
                "{\"index\":0,\"delta\":{\"content\":\"\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}");
        chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}},"
                + "{\"index\":1,\"id\":\"b\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"x\"}}]}}");
        chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}");
        assertWhole("""
                {"id":"c1","object":"chat.completion","created":7,"model":"m","choices":[
                {"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[
                 {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
                 {"id":"b","type":"custom","custom":{"name":"g","input":"x"}}]},
                 "logprobs":null,"finish_reason":"tool_calls"}]}""");
    }

    @Test
    void aStreamThatFailedOrBrokeOffIsNone() {
        chunk("{\"index\":0,\"delta\":{\"content\":\"half\"}}");
        assertThat(stream.whole()).isNull();
        chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
        event("{\"error\":{\"message\":\"no\"}}");
        assertThat(stream.whole()).isNull();
    }
}
