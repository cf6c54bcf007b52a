package io.rlmgateway.session.tool;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a tool.
 *
 * @param property its name in the JSON schema
 * @param name its name in Python
 * @param schema its JSON schema
 * @param required whether the schema demands it
 */
record ToolParameter(String property, String name, Map<?, ?> schema, boolean required) {

    private static final Map<String, String> TYPES = Map.of(
            "string", "str",
            "integer", "int",
            "number", "float",
            "boolean", "bool",
            "array", "list",
            "object", "dict");

    /** {@return whether a call must give it; what may be null is null when it is left out} */
    boolean mustBeGiven() {
        return required && !types().contains("null");
    }

    /** {@return whether a value is told to the client: what is left out and need not be there is not} */
    boolean isTold(@Nullable Object value) {
        return required || value != null;
    }

    /** {@return the parameter as Python writes it} */
    String signature() {
        String annotation = annotation();
        String typed = annotation.isEmpty() ? name : name + ": " + annotation;
        if (mustBeGiven()) {
            return typed;
        }
        return typed + (annotation.isEmpty() ? "=" : " = ") + literal(schema.get("default"));
    }

    /** {@return a line for the docstring, empty when there is nothing to say} */
    String described() {
        StringBuilder text = new StringBuilder(schema.get("description") instanceof String words ? words.strip() : "");
        if (schema.get("enum") instanceof List<?> values) {
            String all = values.stream().map(ToolParameter::literal).collect(Collectors.joining(", "));
            text.append(text.isEmpty() ? "" : " ").append("One of ").append(all).append('.');
        }
        return text.isEmpty() ? "" : name + ": " + text;
    }

    private String annotation() {
        List<String> types = types().stream()
                .map(type -> "null".equals(type) ? "None" : TYPES.getOrDefault(type, ""))
                .toList();
        return types.contains("") ? "" : String.join(" | ", types);
    }

    /** {@return the JSON types that the schema allows; empty where it does not say} */
    List<String> types() {
        return switch (schema.get("type")) {
            case String type -> List.of(type);
            case List<?> types -> types.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    /** {@return the Python type of a parameter with one type, or null} */
    @Nullable
    String pythonType() {
        return types().size() == 1 ? TYPES.get(types().getFirst()) : null;
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag ? "True" : "False";
            case Number number -> number.toString();
            case String text -> quoted(text);
            case null, default -> "None";
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(point -> {
            if (point == '\'' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
            } else if (point < ' ' || Character.getType(point) == Character.SURROGATE || point == 0x7f) {
                quoted.append(String.format("\\u%04x", point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return quoted.append('\'').toString();
    }
}
