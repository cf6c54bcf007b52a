package io.rlmgateway.admin;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The members of a request's body, checked as they are read. Those that nobody reads are mistakes. */
final class Fields {

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_TEXTS = 100;

    private final ObjectNode object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    /**
     * Members of an object.
     *
     * @param path where it stands, with a dot at its end; empty for the body itself
     */
    Fields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** {@return a member as it is, null when there is none} */
    @Nullable
    JsonNode node(String name) {
        read.add(name);
        return object.get(name);
    }

    private @Nullable JsonNode given(String name) {
        JsonNode node = node(name);
        return node == null || node.isNull() ? null : node;
    }

    /** {@return a text, or null when there is none} */
    @Nullable
    String text(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw wrongType(name, "a string");
        }
        String text = node.stringValue();
        if (text.isBlank() || text.length() > LONGEST_TEXT || !isPlain(text)) {
            throw invalid(name, "Expected 1 to " + LONGEST_TEXT + " characters, none of them a control character.");
        }
        return text;
    }

    /** {@return texts; empty when there are none} */
    List<String> texts(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof ArrayNode array) || !array.valueStream().allMatch(Fields::isText)) {
            throw wrongType(name, "an array of strings");
        }
        if (array.size() > MOST_TEXTS) {
            throw invalid(name, "Expected at most " + MOST_TEXTS + " of them.");
        }
        return array.valueStream().map(item -> plain(name, item.stringValue())).toList();
    }

    private String plain(String name, String text) {
        if (!isPlain(text)) {
            throw invalid(name, "Control characters are not allowed.");
        }
        return text;
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && !node.stringValue().isBlank();
    }

    /** {@return whether a text can stand in a line of a log, and be written in UTF-8} */
    private static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE);
    }

    /** {@return a whole number, or null when there is none} */
    @Nullable
    Integer integer(String name, int least, int most) {
        Long whole = whole(name, least, most);
        return whole == null ? null : whole.intValue();
    }

    /** {@return a whole number, or null when there is none} */
    @Nullable
    Long whole(String name, long least, long most) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw wrongType(name, "an integer");
        }
        long whole = node.canConvertToLong() ? node.longValue() : least - 1;
        if (whole < least || whole > most) {
            throw invalid(name, "Expected an integer from " + least + " to " + most + ".");
        }
        return whole;
    }

    /** {@return a number, or null when there is none} */
    @Nullable
    Double decimal(String name, double least, double most) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw wrongType(name, "a number");
        }
        double number = node.doubleValue();
        if (number < least || number > most) {
            throw invalid(name, "Expected a number from " + least + " to " + most + ".");
        }
        return number;
    }

    /** {@return an object; one without members when there is none} */
    Fields object(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return new Fields(JsonNodeFactory.instance.objectNode(), path + name + ".");
        }
        if (!(node instanceof ObjectNode members)) {
            throw wrongType(name, "an object");
        }
        return new Fields(members, path + name + ".");
    }

    /** Refuses members that nobody has read. */
    void refuseOthers() {
        object.propertyNames().stream()
                .filter(name -> !read.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw failure(Reason.UNKNOWN_PARAMETER, "Unknown parameter: '" + path + name + "'.", name);
                });
    }

    FailureException missing(String name) {
        return failure(Reason.MISSING_REQUIRED_PARAMETER, "Missing required parameter: '" + path + name + "'.", name);
    }

    FailureException invalid(String name, String expected) {
        return failure(Reason.INVALID_VALUE, "Invalid '" + path + name + "'. " + expected, name);
    }

    private FailureException wrongType(String name, String expected) {
        return failure(Reason.INVALID_TYPE, "Invalid type for '" + path + name + "': expected " + expected + ".", name);
    }

    private FailureException failure(Reason reason, String message, String name) {
        return new FailureException(new Failure.InvalidRequest(reason, message, path + name));
    }
}
