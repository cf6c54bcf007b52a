package io.rlmgateway.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of a stored completion, as OpenAI's {@code ChatCompletionStoreMessage}s.
 *
 * @param all in the conversation's order
 */
record StoredMessages(List<ObjectNode> all) {

    /**
     * Reads them.
     *
     * @param completion id of the completion
     * @param messages as they were asked
     */
    static StoredMessages of(String completion, JsonNode messages) {
        List<ObjectNode> all = new ArrayList<>();
        for (JsonNode message : messages) {
            all.add(message((ObjectNode) message, completion + "-" + all.size()));
        }
        return new StoredMessages(all);
    }

    private static ObjectNode message(ObjectNode message, String id) {
        JsonNode content = message.path("content");
        message.put("id", id);
        message.set("content_parts", content.isArray() ? content : message.nullNode());
        message.set("content", content.isString() ? content : message.nullNode());
        if (!message.has("refusal")) {
            message.putNull("refusal");
        }
        return message;
    }

    boolean has(String id) {
        return all.stream().anyMatch(message -> id(message).equals(id));
    }

    /** {@return the page's messages and, if there are more, one more} */
    List<ObjectNode> after(PageQuery query) {
        List<ObjectNode> ordered = new ArrayList<>(all);
        if (!query.ascending()) {
            Collections.reverse(ordered);
        }
        List<String> ids = ordered.stream().map(StoredMessages::id).toList();
        int start = query.after() == null ? 0 : ids.indexOf(query.after()) + 1;
        return ordered.subList(start, Math.min(ordered.size(), start + query.limit() + 1));
    }

    private static String id(ObjectNode message) {
        return message.path("id").stringValue();
    }
}
