package io.rlmgateway.upstream.ollama;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages (Ollama's API: POST /api/chat, messages). */
final class ChatMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ChatMessages() {}

    /**
     * Puts a message into Ollama's words.
     *
     * @param message the message
     * @return one message, or one for each tool result
     * @throws FailureException when an image is a link, which Ollama does not follow
     */
    static Stream<Map<String, Object>> of(Message message) {
        return switch (message.role()) {
            case SYSTEM, USER, ASSISTANT -> Stream.of(one(message));
            case TOOL -> message.parts(Content.ToolResult.class).stream().map(ChatMessages::result);
        };
    }

    private static Map<String, Object> one(Message message) {
        if (!message.parts(Content.ImageLink.class).isEmpty()) {
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.UNSUPPORTED_VALUE,
                    "Unsupported value: the model takes images as data only. Give the image as a data: address instead of"
                            + " a link.",
                    "messages"));
        }
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("role", message.role().name().toLowerCase(Locale.ROOT));
        words.put("content", message.text());
        List<String> images = message.parts(Content.ImageData.class).stream()
                .map(Content.ImageData::base64)
                .toList();
        if (!images.isEmpty()) {
            words.put("images", images);
        }
        List<Map<String, Object>> calls = message.parts(Content.ToolCall.class).stream()
                .map(ChatMessages::call)
                .toList();
        if (!calls.isEmpty()) {
            words.put("tool_calls", calls);
        }
        return words;
    }

    private static Map<String, Object> call(Content.ToolCall call) {
        return Map.of("function", Map.of("name", call.name(), "arguments", arguments(call.arguments())));
    }

    private static Object arguments(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject() ? json : Map.of("arguments", text);
        } catch (JacksonException e) {
            return Map.of("arguments", text);
        }
    }

    private static Map<String, Object> result(Content.ToolResult result) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("role", "tool");
        words.put("tool_name", result.name());
        words.put("content", result.text());
        return words;
    }
}
