package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Content blocks (Anthropic's reference: Messages, content). */
final class Blocks {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Blocks() {}

    /**
     * Puts a message into blocks.
     *
     * @param message the message
     * @return its blocks, without empty texts, which the API refuses; to be added to
     */
    static List<Map<String, Object>> of(Message message) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        for (Content part : message.parts()) {
            if (!(part instanceof Content.Text(String text)) || !text.isBlank()) {
                blocks.add(block(part));
            }
        }
        return blocks;
    }

    /** {@return a block of words} */
    static Map<String, Object> text(String text) {
        return block("text", Map.of("text", text));
    }

    private static Map<String, Object> block(Content part) {
        return switch (part) {
            case Content.Text(String text) -> text(text);
            case Content.ImageData image -> {
                Map<String, Object> source = new LinkedHashMap<>();
                source.put("type", "base64");
                source.put("media_type", image.mediaType());
                source.put("data", image.base64());
                yield block("image", Map.of("source", source));
            }
            case Content.ImageLink image ->
                block(
                        "image",
                        Map.of(
                                "source",
                                Map.of("type", "url", "url", image.url().toString())));
            case Content.ToolCall call ->
                block("tool_use", Map.of("id", call.id(), "name", call.name(), "input", input(call.arguments())));
            case Content.ToolResult result ->
                block("tool_result", Map.of("tool_use_id", result.callId(), "content", result.text()));
        };
    }

    private static Map<String, Object> block(String type, Map<String, Object> fields) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", type);
        block.putAll(fields);
        return block;
    }

    /** What a model once wrote as arguments may be no object; the API takes nothing else. */
    private static Object input(String arguments) {
        try {
            JsonNode json = JSON.readTree(arguments);
            return json.isObject() ? json : Map.of("arguments", arguments);
        } catch (JacksonException e) {
            return Map.of("arguments", arguments);
        }
    }
}
