package io.rlmgateway.chat;

import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * What a number may be.
 *
 * @param integer whether it must be whole
 * @param least the least value
 * @param most the greatest value
 */
record NumberRange(boolean integer, BigDecimal least, BigDecimal most) {

    static NumberRange decimals(double least, double most) {
        return new NumberRange(false, plain(least), plain(most));
    }

    static NumberRange integers(long least, long most) {
        return new NumberRange(true, BigDecimal.valueOf(least), BigDecimal.valueOf(most));
    }

    /**
     * Reads a number.
     *
     * @param path where it stands, for errors
     * @param node what stands there
     * @return an Integer or Long where it must be whole, else the number as written
     * @throws FailureException when it is no such number
     */
    Number read(String path, JsonNode node) {
        if (!node.isNumber()) {
            throw InvalidRequests.type(path, integer ? "an integer" : "a decimal", node);
        }
        BigDecimal value = inside(path, valueOf(path, node));
        return integer ? whole(path, node, value) : node.numberValue();
    }

    private BigDecimal inside(String path, BigDecimal value) {
        if (value.compareTo(most) > 0) {
            throw outside(path, value, true);
        }
        if (value.compareTo(least) < 0) {
            throw outside(path, value, false);
        }
        return value;
    }

    private BigDecimal valueOf(String path, JsonNode node) {
        double value = node.isFloatingPointNumber() ? node.doubleValue() : 0;
        if (Double.isInfinite(value)) {
            throw outside(path, BigDecimal.valueOf(Math.copySign(Double.MAX_VALUE, value)), value > 0);
        }
        return node.decimalValue();
    }

    private static Number whole(String path, JsonNode node, BigDecimal value) {
        if (value.stripTrailingZeros().scale() > 0) {
            throw InvalidRequests.type(path, "an integer", node);
        }
        long whole = value.longValueExact();
        if (whole == (int) whole) {
            return (int) whole;
        }
        return whole;
    }

    private FailureException outside(String path, BigDecimal got, boolean above) {
        String kind = integer ? "integer" : "decimal";
        String rule = above
                ? "above maximum value. Expected a value <= " + most
                : "below minimum value. Expected a value >= " + least;
        return InvalidRequests.because(
                above ? tooMuch() : tooLittle(),
                "Invalid '" + path + "': " + kind + " " + rule + ", but got "
                        + InvalidRequests.shortened(got.toString()) + " instead.",
                path);
    }

    private Reason tooMuch() {
        return integer ? Reason.INTEGER_ABOVE_MAX_VALUE : Reason.DECIMAL_ABOVE_MAX_VALUE;
    }

    private Reason tooLittle() {
        return integer ? Reason.INTEGER_BELOW_MIN_VALUE : Reason.DECIMAL_BELOW_MIN_VALUE;
    }

    private static BigDecimal plain(double value) {
        return new BigDecimal(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }
}
