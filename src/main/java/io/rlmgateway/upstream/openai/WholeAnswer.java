package io.rlmgateway.upstream.openai;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer that came whole though a stream was asked for, as the stream that it might have been: one chunk. */
final class WholeAnswer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WholeAnswer() {}

    /**
     * Puts an answer into events.
     *
     * @param answer a {@code chat.completion}
     * @return the bytes of a stream of its one chunk and the end
     * @throws JacksonException when it is none
     */
    static byte[] events(byte[] answer) {
        ObjectNode chunk = (ObjectNode) JSON.readTree(answer);
        chunk.put("object", "chat.completion.chunk");
        for (JsonNode choice : chunk.path("choices")) {
            if (choice instanceof ObjectNode open && open.remove("message") instanceof ObjectNode message) {
                number(message.path("tool_calls"));
                open.set("delta", message);
            }
        }
        return ("data: " + chunk + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** In a stream each call says which one it is. */
    private static void number(JsonNode calls) {
        int index = 0;
        for (Iterator<JsonNode> all = calls.iterator(); all.hasNext(); index++) {
            if (all.next() instanceof ObjectNode call) {
                call.put("index", index);
            }
        }
    }
}
