package io.rlmgateway.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One choice of a completion that comes as a stream: the sum of its deltas. */
final class StreamedChoice {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final int index;
    private final Sum message = new Sum();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private final Sum function = new Sum();
    private final ObjectNode logprobs = NODES.objectNode();
    private @Nullable String finish;

    StreamedChoice(int index) {
        this.index = index;
    }

    /** An object whose texts come in pieces. Of everything else the last value counts. */
    private static final class Sum {

        private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
        private final ObjectNode others = NODES.objectNode();

        void add(JsonNode pieces) {
            pieces.properties().forEach(piece -> add(piece.getKey(), piece.getValue()));
        }

        void add(String name, JsonNode value) {
            if (value.isString()) {
                texts.computeIfAbsent(name, any -> new StringBuilder()).append(value.stringValue());
            } else if (!value.isNull()) {
                others.set(name, value);
            }
        }

        boolean isEmpty() {
            return texts.isEmpty() && others.isEmpty();
        }

        void into(ObjectNode target) {
            texts.forEach((name, text) -> target.put(name, text.toString()));
            target.setAll(others);
        }
    }

    /** A tool call. Its id and type come whole, with some servers more than once. */
    private static final class Call {

        private final ObjectNode head = NODES.objectNode();
        private final Sum details = new Sum();

        void add(JsonNode pieces) {
            for (Map.Entry<String, JsonNode> piece : pieces.properties()) {
                if (piece.getValue().isObject()) {
                    details.add(piece.getValue());
                } else if (!"index".equals(piece.getKey()) && !piece.getValue().isNull()) {
                    head.set(piece.getKey(), piece.getValue());
                }
            }
        }

        ObjectNode whole() {
            details.into(head.putObject(head.path("type").asString("function")));
            return head;
        }
    }

    void add(JsonNode choice) {
        finish = choice.path("finish_reason").asString(finish);
        for (Map.Entry<String, JsonNode> list : choice.path("logprobs").properties()) {
            if (list.getValue() instanceof ArrayNode tokens) {
                logprobs.withArray(list.getKey()).addAll(tokens);
            }
        }
        choice.path("delta").properties().forEach(member -> delta(member.getKey(), member.getValue()));
    }

    private void delta(String name, JsonNode value) {
        switch (name) {
            case "role" -> {
                // an answer is the assistant's
            }
            case "tool_calls" ->
                value.forEach(call -> calls.computeIfAbsent(call.path("index").asInt(0), at -> new Call())
                        .add(call));
            case "function_call" -> function.add(value);
            default -> message.add(name, value);
        }
    }

    boolean isFinished() {
        return finish != null;
    }

    ObjectNode whole() {
        ObjectNode whole = NODES.objectNode().put("index", index);
        ObjectNode written = whole.putObject("message");
        written.put("role", "assistant").putNull("content").putNull("refusal");
        message.into(written);
        if (!calls.isEmpty()) {
            if (written.path("content").asString("").isEmpty()) {
                written.putNull("content");
            }
            ArrayNode list = written.putArray("tool_calls");
            calls.values().forEach(call -> list.add(call.whole()));
        }
        if (!function.isEmpty()) {
            function.into(written.putObject("function_call"));
        }
        whole.set("logprobs", logprobs.isEmpty() ? NODES.nullNode() : logprobs);
        return whole.put("finish_reason", finish);
    }
}
