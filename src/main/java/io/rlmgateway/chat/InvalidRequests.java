package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is wrong with a request, in the words that clients of OpenAI's API know. */
final class InvalidRequests {

    private static final int LONGEST_ECHO = 100;

    private InvalidRequests() {}

    static FailureException because(Reason reason, String message, @Nullable String param) {
        return new FailureException(new Failure.InvalidRequest(reason, message, param));
    }

    static FailureException missing(String path) {
        return because(Reason.MISSING_REQUIRED_PARAMETER, "Missing required parameter: '" + path + "'.", path);
    }

    static FailureException type(String path, String expected, JsonNode got) {
        return because(
                Reason.INVALID_TYPE,
                "Invalid type for '" + path + "': expected " + expected + ", but got " + typeOf(got) + " instead.",
                path);
    }

    static FailureException value(String path, String got, Collection<String> supported) {
        String values = supported.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
        return because(
                Reason.INVALID_VALUE,
                "Invalid value: '" + shortened(got) + "'. Supported values are: " + values + ".",
                path);
    }

    static FailureException value(String path, String explanation) {
        return because(Reason.INVALID_VALUE, "Invalid '" + path + "': " + explanation, path);
    }

    static FailureException unsupported(String path, String explanation) {
        return because(Reason.UNSUPPORTED_VALUE, "Unsupported value: '" + path + "' " + explanation, path);
    }

    static FailureException emptyArray(String path) {
        return because(
                Reason.EMPTY_ARRAY,
                "Invalid '" + path + "': empty array. Expected an array with minimum length 1, but got an empty array"
                        + " instead.",
                path);
    }

    static FailureException longArray(String path, int most, int got) {
        return because(
                Reason.ARRAY_ABOVE_MAX_LENGTH,
                "Invalid '" + path + "': array too long. Expected an array with maximum length " + most
                        + ", but got an array with length " + got + " instead.",
                path);
    }

    static FailureException longString(String path, int most, int got) {
        return because(
                Reason.STRING_ABOVE_MAX_LENGTH,
                "Invalid '" + path + "': string too long. Expected a string with maximum length " + most
                        + ", but got a string with length " + got + " instead.",
                path);
    }

    static FailureException manyProperties(String path, int most, int got) {
        return because(
                Reason.OBJECT_ABOVE_MAX_PROPERTIES,
                "Invalid '" + path + "': too many properties. Expected an object with at most " + most
                        + " properties, but got an object with " + got + " properties instead.",
                path);
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "…";
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> numberType(node);
            case NULL, MISSING -> "null";
        };
    }

    private static String numberType(JsonNode node) {
        return node.isIntegralNumber() ? "an integer" : "a decimal number";
    }
}
