package io.rlmgateway.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The whole completion that an upstream's stream amounts to. */
final class StreamedCompletion {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA = "data: ";

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, StreamedChoice> choices = new TreeMap<>();
    private boolean failed;

    /**
     * Adds events.
     *
     * @param events whole ones, in UTF-8; the buffer stays as it is
     */
    void add(ByteBuffer events) {
        String text = StandardCharsets.UTF_8.decode(events.duplicate()).toString();
        text.lines().filter(line -> line.startsWith(DATA)).forEach(line -> data(line.substring(DATA.length())));
    }

    private void data(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode chunk) {
                chunk(chunk);
            }
        } catch (JacksonException _) {
            // the end of the stream, which is no JSON
        }
    }

    private void chunk(ObjectNode chunk) {
        failed |= chunk.has("error");
        for (Map.Entry<String, JsonNode> member : chunk.properties()) {
            if (!"choices".equals(member.getKey()) && !member.getValue().isNull()) {
                root.set(member.getKey(), member.getValue());
            }
        }
        for (JsonNode choice : chunk.path("choices")) {
            choices.computeIfAbsent(choice.path("index").asInt(0), StreamedChoice::new)
                    .add(choice);
        }
    }

    /** {@return the completion, or null when the stream brought none that came to its end} */
    @Nullable
    ObjectNode whole() {
        if (failed || choices.isEmpty() || choices.values().stream().anyMatch(choice -> !choice.isFinished())) {
            return null;
        }
        root.put("object", "chat.completion");
        ArrayNode whole = root.putArray("choices");
        choices.values().forEach(choice -> whole.add(choice.whole()));
        return root;
    }
}
