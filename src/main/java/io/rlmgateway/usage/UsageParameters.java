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

/**
 * The parameters of a question for usage, as they were sent; null for those that were not.
 *
 * @param by what to sum by, with commas
 * @param from the beginning
 * @param to the first moment after the end
 * @param tenant whose, for admins
 * @param key of which key
 * @param model of which model
 * @param limit groups of a page
 * @param page as the page before told it
 */
record UsageParameters(
        @Nullable String by,
        @Nullable String from,
        @Nullable String to,
        @Nullable String tenant,
        @Nullable String key,
        @Nullable String model,
        @Nullable String limit,
        @Nullable String page) {

    private static final Duration SPAN = Duration.ofDays(30);
    private static final int LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** {@return the usage of one tenant, which cannot ask by tenant} */
    UsageQuery query(String owner) {
        List<UsageGroup> groups = groups();
        if (groups.contains(UsageGroup.TENANT)) {
            throw invalidBy(UsageGroup.TENANT.text());
        }
        return query(owner, groups);
    }

    /** {@return the usage of the tenant that is named, or of all} */
    UsageQuery query() {
        return query(tenant, groups());
    }

    private UsageQuery query(@Nullable String owner, List<UsageGroup> groups) {
        return new UsageQuery(
                owner,
                key,
                model,
                new UsageQuery.Span(time("from", from, Instant.now().minus(SPAN)), time("to", to, LAST)),
                groups,
                new UsageQuery.Page(
                        number("limit", limit, LIMIT, 1, HIGHEST_LIMIT),
                        number("page", page, 0, 0, Integer.MAX_VALUE / 2)));
    }

    private List<UsageGroup> groups() {
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

    private static Instant time(String name, @Nullable String text, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            Instant at = text.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(text)) : date(text);
            // there is nothing beyond, and not all of it has milliseconds that a column can hold
            return at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at.isAfter(LAST) ? LAST : at;
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

    private static int number(String name, @Nullable String text, int otherwise, int least, int most) {
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
