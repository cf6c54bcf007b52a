package io.rlmgateway.session;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How large a strict schema may be (OpenAI's guide "Structured model outputs", "Supported schemas"): 5,000 properties, 10
 * levels of objects and arrays, 1,000 values of enumerations, and 120,000 characters of names and values.
 */
final class SchemaSize {

    private static final int MOST_PROPERTIES = 5_000;
    private static final int MOST_LEVELS = 10;
    private static final int MOST_VALUES = 1_000;
    private static final int MOST_CHARACTERS = 120_000;

    private final Function<String, ? extends RuntimeException> failure;
    private int properties;
    private int values;
    private long characters;

    private SchemaSize(Function<String, ? extends RuntimeException> failure) {
        this.failure = failure;
    }

    /**
     * Checks a schema.
     *
     * @param schema a JSON Schema
     * @param failure what to throw, of what is too large
     */
    static void check(Map<String, Object> schema, Function<String, ? extends RuntimeException> failure) {
        new SchemaSize(failure).schema(schema, "", 0);
    }

    private void schema(@Nullable Object node, String path, int level) {
        switch (node) {
            case Map<?, ?> map -> {
                int inner = map.containsKey("properties") || map.containsKey("items") ? level + 1 : level;
                require(inner <= MOST_LEVELS, path, "is nested more than " + MOST_LEVELS + " levels deep");
                map.forEach((name, value) -> member(String.valueOf(name), value, path + "/" + name, inner));
            }
            case Iterable<?> list -> {
                int index = 0;
                for (Object item : list) {
                    schema(item, path + "/" + index++, level);
                }
            }
            case null, default -> {}
        }
    }

    private void member(String name, @Nullable Object value, String path, int level) {
        switch (name) {
            case "properties" -> named(value, path, level, true);
            case "$defs", "definitions" -> named(value, path, level, false);
            case "enum" -> values(value, path);
            case "const" -> count(String.valueOf(value), path);
            default -> schema(value, path, level);
        }
    }

    private void named(@Nullable Object members, String path, int level, boolean counted) {
        if (members instanceof Map<?, ?> map) {
            properties += counted ? map.size() : 0;
            require(properties <= MOST_PROPERTIES, path, "makes more than " + MOST_PROPERTIES + " properties in all");
            map.forEach((name, value) -> {
                count(String.valueOf(name), path);
                schema(value, path + "/" + name, counted ? level : 0);
            });
        }
    }

    private void values(@Nullable Object list, String path) {
        if (list instanceof Iterable<?> items) {
            for (Object item : items) {
                values++;
                count(String.valueOf(item), path);
            }
            require(values <= MOST_VALUES, path, "makes more than " + MOST_VALUES + " values of enumerations in all");
        }
    }

    private void count(String text, String path) {
        characters += text.length();
        require(
                characters <= MOST_CHARACTERS,
                path,
                "makes more than " + MOST_CHARACTERS + " characters of names and values in all");
    }

    private void require(boolean held, String path, String why) {
        if (!held) {
            throw failure.apply((path.isEmpty() ? "it" : path) + " " + why);
        }
    }
}
