package io.rlmgateway.upstream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that a reply must have (OpenAI's {@code response_format}). */
public sealed interface ResponseFormat {

    /** Any. */
    record Text() implements ResponseFormat {}

    /** A JSON object. */
    record Json() implements ResponseFormat {}

    /**
     * JSON that keeps to a schema.
     *
     * @param name the schema's name
     * @param schema the schema
     * @param strict whether it must be kept to in every detail
     */
    record Schema(String name, Map<String, Object> schema, boolean strict) implements ResponseFormat {}

    /**
     * Reads OpenAI's parameter.
     *
     * @param value the parameter's JSON value, or null
     * @return the form; any where it is not understood
     */
    static ResponseFormat of(@Nullable Object value) {
        Map<String, Object> format = object(value);
        return switch (String.valueOf(format.get("type"))) {
            case "json_object" -> new Json();
            case "json_schema" -> schema(object(format.get("json_schema")));
            default -> new Text();
        };
    }

    private static ResponseFormat schema(Map<String, Object> given) {
        return new Schema(
                given.get("name") instanceof String name ? name : "reply",
                object(given.get("schema")),
                Boolean.TRUE.equals(given.get("strict")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        // JSON objects have no other keys
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
