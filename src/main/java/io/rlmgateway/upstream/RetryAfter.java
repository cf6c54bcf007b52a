package io.rlmgateway.upstream;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long an upstream asks to wait: {@code retry-after-ms} (OpenAI's SDKs), or {@code Retry-After} in seconds or
 * as a date (RFC 9110, section 10.2.3).
 */
final class RetryAfter {

    private static final Duration MOST = Duration.ofDays(1);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

    private RetryAfter() {}

    /**
     * Reads the headers.
     *
     * @param headers gives the value of a header by its lower-case name, or nothing
     * @param clock what a date is counted from
     * @return how long to wait, or null when they do not say
     */
    static @Nullable Duration of(Function<String, Optional<String>> headers, Clock clock) {
        return headers.apply("retry-after-ms")
                .map(value -> number(value, 1))
                .or(() -> headers.apply("retry-after").map(value -> secondsOrDate(value, clock)))
                .orElse(null);
    }

    /**
     * Reads a number of seconds.
     *
     * @param value a header's value
     * @return the time, at least none and at most a day, or null when it is no number
     */
    static @Nullable Duration seconds(String value) {
        return number(value, 1_000);
    }

    private static @Nullable Duration secondsOrDate(String value, Clock clock) {
        Duration seconds = seconds(value);
        return seconds != null ? seconds : date(value, clock);
    }

    private static @Nullable Duration number(String value, int milliseconds) {
        String number = value.strip();
        // parseDouble would take 5d, 5f and NaN too
        return NUMBER.matcher(number).matches()
                ? bounded(Duration.ofMillis((long) (Double.parseDouble(number) * milliseconds)))
                : null;
    }

    private static @Nullable Duration date(String value, Clock clock) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return bounded(Duration.between(clock.instant(), date.toInstant()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Keeps a wait within reason.
     *
     * @param wait a wait
     * @return the wait, at least none and at most a day
     */
    static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
