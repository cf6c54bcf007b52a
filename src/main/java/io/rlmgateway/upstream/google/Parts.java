package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parts of contents (Google's reference: Content). */
final class Parts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Parts() {}

    /**
     * Puts a message into parts.
     *
     * @param message the message
     * @return its parts, without empty texts
     */
    static List<Map<String, Object>> of(Message message) {
        return message.parts().stream()
                .filter(part -> !(part instanceof Content.Text(String text)) || !text.isEmpty())
                .map(Parts::part)
                .toList();
    }

    private static Map<String, Object> part(Content part) {
        return switch (part) {
            case Content.Text(String text) -> Map.of("text", text);
            case Content.ImageData image ->
                Map.of("inlineData", Map.of("mimeType", image.mediaType(), "data", image.base64()));
            case Content.ImageLink image ->
                Map.of("fileData", Map.of("fileUri", image.url().toString()));
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result ->
                Map.of("functionResponse", Map.of("name", result.name(), "response", object("result", result.text())));
        };
    }

    private static Map<String, Object> call(Content.ToolCall call) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("functionCall", Map.of("name", call.name(), "args", object("arguments", call.arguments())));
        String signature = CallId.signature(call.id());
        if (!signature.isEmpty()) {
            part.put("thoughtSignature", signature);
        }
        return part;
    }

    /** Google takes objects only; anything else becomes the value of a field. */
    private static Object object(String name, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject() ? json : Map.of(name, text);
        } catch (JacksonException e) {
            return Map.of(name, text);
        }
    }
}
