package io.rlmgateway.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The usage of a group of questions.
 *
 * @param group its names; empty for all
 * @param numbers what was summed, by name
 */
record UsageSum(Map<String, Object> group, Map<String, Object> numbers) {

    static final String COLUMNS = """
            COUNT(*) AS requests,
            COALESCE(SUM(CASE WHEN outcome = 'answered' THEN 1 ELSE 0 END), 0) AS answered,
            COALESCE(SUM(input), 0) AS input_tokens,
            COALESCE(SUM(cached), 0) AS cached_tokens,
            COALESCE(SUM(output), 0) AS output_tokens,
            COALESCE(SUM(reasoning), 0) AS reasoning_tokens,
            COALESCE(SUM(cost_usd), 0.0) AS cost_usd,
            COALESCE(SUM(CASE WHEN cost_usd IS NULL THEN 1 ELSE 0 END), 0) AS requests_without_price,
            COALESCE(SUM(sub_calls), 0) AS sub_calls,
            COALESCE(SUM(millis), 0) / 1000.0 AS seconds""";

    private static final String[] COUNTS = {
        "requests",
        "answered",
        "input_tokens",
        "cached_tokens",
        "output_tokens",
        "reasoning_tokens",
        "requests_without_price",
        "sub_calls"
    };

    static UsageSum of(ResultSet row, Map<String, Object> group) throws SQLException {
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (String count : COUNTS) {
            numbers.put(count, row.getLong(count));
        }
        numbers.put("cost_usd", row.getDouble("cost_usd"));
        numbers.put("seconds", row.getDouble("seconds"));
        return new UsageSum(group, numbers);
    }

    /** {@return the group as it is sent} */
    Map<String, Object> json(String object) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("object", object);
        json.putAll(group);
        json.putAll(numbers);
        return json;
    }
}
