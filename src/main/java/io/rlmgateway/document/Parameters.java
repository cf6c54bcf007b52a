package io.rlmgateway.document;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import org.jspecify.annotations.Nullable;

/** Checks single parameters of the routes; what is wrong becomes OpenAI's error for it. */
final class Parameters {

    private Parameters() {}

    static FailureException missing(String name) {
        return invalid(Reason.MISSING_REQUIRED_PARAMETER, "Missing required parameter: '" + name + "'.", name);
    }

    static FailureException invalid(Reason reason, String message, @Nullable String name) {
        return new FailureException(new Failure.InvalidRequest(reason, message, name));
    }

    /** {@return the value, one of the purposes} */
    static String purpose(String value) {
        return Purpose.of(value).map(Purpose::value).orElseThrow(() -> unsupported("purpose", value, Purpose.names()));
    }

    static FailureException unsupported(String name, String value, String supported) {
        return invalid(
                Reason.INVALID_VALUE,
                "Invalid value: '" + shortened(value) + "'. Supported values are: " + supported + ".",
                name);
    }

    /** {@return the value, an integer between the two bounds} */
    static int integer(String name, String value, int least, int most) {
        return (int) integer(name, value, (long) least, most);
    }

    /** {@return the value, an integer between the two bounds} */
    static long integer(String name, String value, long least, long most) {
        long number = integer(name, value);
        if (number < least) {
            throw invalid(
                    Reason.INTEGER_BELOW_MIN_VALUE,
                    outOfRange(name, "below minimum value", ">= " + least, number),
                    name);
        }
        if (number > most) {
            throw invalid(
                    Reason.INTEGER_ABOVE_MAX_VALUE,
                    outOfRange(name, "above maximum value", "<= " + most, number),
                    name);
        }
        return number;
    }

    /** {@return whether the value asks for the oldest first} */
    static boolean isAscending(String order) {
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw unsupported("order", order, "'asc', 'desc'");
        };
    }

    private static long integer(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw invalid(
                    Reason.INVALID_TYPE,
                    "Invalid type for '" + name + "': expected an integer, but got '" + shortened(value) + "' instead.",
                    name);
        }
    }

    private static String outOfRange(String name, String side, String expected, long number) {
        return "Invalid '%s': integer %s. Expected a value %s, but got %d instead."
                .formatted(name, side, expected, number);
    }

    static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 64) + "…";
    }
}
