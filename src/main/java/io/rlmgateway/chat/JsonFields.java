package io.rlmgateway.chat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object, read one by one with OpenAI's errors. A field that is absent and one that is null are the
 * same. All methods throw {@link io.rlmgateway.api.FailureException} with {@code InvalidRequest} for a value that cannot
 * be read.
 */
final class JsonFields {

    private final ObjectNode node;
    private final UnaryOperator<String> paths;
    private final Set<String> read = new HashSet<>();

    private JsonFields(ObjectNode node, UnaryOperator<String> paths) {
        this.node = node;
        this.paths = paths;
    }

    static JsonFields ofBody(ObjectNode node) {
        return new JsonFields(node, name -> name);
    }

    static JsonFields at(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, name -> path + "." + name);
        }
        throw InvalidRequests.type(path, "an object", node);
    }

    static JsonFields withPaths(ObjectNode node, UnaryOperator<String> paths) {
        return new JsonFields(node, paths);
    }

    String path(String name) {
        return paths.apply(name);
    }

    boolean has(String name) {
        return find(name) != null;
    }

    boolean isNull(String name) {
        return node.path(name).isNull();
    }

    @Nullable
    JsonNode find(String name) {
        read.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    JsonNode required(String name) {
        JsonNode value = find(name);
        if (value == null) {
            throw InvalidRequests.missing(path(name));
        }
        return value;
    }

    @Nullable
    String string(String name) {
        JsonNode value = find(name);
        return value == null ? null : string(path(name), value);
    }

    String requiredString(String name) {
        return string(path(name), required(name));
    }

    static String string(String path, JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        throw InvalidRequests.type(path, "a string", value);
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = find(name);
        if (value == null) {
            return otherwise;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw InvalidRequests.type(path(name), "a boolean", value);
    }

    @Nullable
    Number number(String name, NumberRange range) {
        JsonNode value = find(name);
        return value == null ? null : range.read(path(name), value);
    }

    @Nullable
    String choice(String name, Collection<String> values) {
        String value = string(name);
        if (value != null && !values.contains(value)) {
            throw InvalidRequests.value(path(name), value, values);
        }
        return value;
    }

    @Nullable
    JsonFields object(String name) {
        JsonNode value = find(name);
        return value == null ? null : at(path(name), value);
    }

    @Nullable
    ArrayNode array(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw InvalidRequests.type(path(name), "an array", value);
    }

    /** {@return the names that were sent, null or not} */
    Collection<String> names() {
        return node.propertyNames();
    }

    int size() {
        return node.size();
    }

    ObjectNode node() {
        return node;
    }

    /** {@return the names that were sent and that nobody asked for, in the order they were sent} */
    List<String> unread() {
        return node.propertyNames().stream()
                .filter(name -> !read.contains(name))
                .map(this::path)
                .toList();
    }
}
