package io.rlmgateway.usage;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The parameters of a question for usage. */
final class UsageParameters {

    private static final Duration SPAN = Duration.ofDays(30);
    private static final int LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final MultiValueMap<String, String> parameters;

    UsageParameters(MultiValueMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** {@return the usage of one tenant} */
    UsageQuery query(String tenant) {
        List<UsageGroup> by = by();
        if (by.contains(UsageGroup.TENANT)) {
            throw invalidBy(UsageGroup.TENANT.text());
        }
        return query(tenant, by);
    }

    /** {@return the usage of the tenant that is named, or of all} */
    UsageQuery query() {
        return query(parameters.getFirst("tenant"), by());
    }

    private UsageQuery query(@Nullable String tenant, List<UsageGroup> by) {
        Instant to = time("to", LAST);
        Instant from = time("from", Instant.now().minus(SPAN));
        return new UsageQuery(
                tenant,
                parameters.getFirst("key"),
                parameters.getFirst("model"),
                new UsageQuery.Span(from, to),
                by,
                new UsageQuery.Page(
                        number("limit", LIMIT, 1, HIGHEST_LIMIT), number("page", 0, 0, Integer.MAX_VALUE / 2)));
    }

    private List<UsageGroup> by() {
        String by = parameters.getFirst("by");
        if (by == null) {
            return List.of(UsageGroup.DAY);
        }
        return Arrays.stream(by.split(",", -1))
                .filter(name -> !name.isBlank())
                .map(String::strip)
                .map(UsageParameters::group)
                .distinct()
                .toList();
    }

    private static UsageGroup group(String name) {
        return Arrays.stream(UsageGroup.values())
                .filter(group -> group.text().equals(name))
                .findFirst()
                .orElseThrow(() -> invalidBy(name));
    }

    private static FailureException invalidBy(String name) {
        String values = Arrays.stream(UsageGroup.values())
                .map(group -> "'" + group.text() + "'")
                .collect(Collectors.joining(", "));
        return invalid(
                Reason.INVALID_VALUE,
                "Invalid value: '" + name + "'. Supported values are: " + values
                        + " ('tenant' for admins only), several of them with commas.",
                "by");
    }

    private Instant time(String name, Instant otherwise) {
        String text = parameters.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return text.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(text)) : date(text);
        } catch (DateTimeException e) {
            throw invalid(
                    Reason.INVALID_VALUE,
                    "Invalid '" + name + "': expected seconds since 1970, a day as 2026-01-31 or a time as"
                            + " 2026-01-31T12:00:00Z.",
                    name);
        }
    }

    private static Instant date(String text) {
        return text.length() == "2026-01-31".length()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private int number(String name, int otherwise, int least, int most) {
        String text = parameters.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(Reason.INVALID_TYPE, "Invalid '" + name + "': expected an integer.", name);
        }
        throw invalid(
                Reason.INVALID_VALUE,
                "Invalid '" + name + "': expected an integer from " + least + " to " + most + ".",
                name);
    }

    private static FailureException invalid(Reason reason, String message, String param) {
        return new FailureException(new Failure.InvalidRequest(reason, message, param));
    }
}
