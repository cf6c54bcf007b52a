package io.rlmgateway.upstream.openai;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long an upstream asks to wait: {@code retry-after-ms} (OpenAI's SDKs), or {@code Retry-After} in seconds or
 * as a date (RFC 9110, section 10.2.3).
 */
final class RetryAfter {

    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * Reads the headers.
     *
     * @param headers of a response
     * @return how long to wait, or null when they do not say
     */
    static @Nullable Duration of(Headers headers) {
        return of(headers, Clock.systemUTC());
    }

    /**
     * Reads the headers.
     *
     * @param headers of a response
     * @param clock what a date is counted from
     * @return how long to wait, or null when they do not say
     */
    static @Nullable Duration of(Headers headers, Clock clock) {
        return first(headers, "retry-after-ms")
                .map(value -> number(value, 1))
                .or(() -> first(headers, "retry-after").map(value -> secondsOrDate(value, clock)))
                .orElse(null);
    }

    private static Optional<String> first(Headers headers, String name) {
        return headers.values(name).stream().findFirst();
    }

    private static @Nullable Duration secondsOrDate(String value, Clock clock) {
        Duration seconds = number(value, 1_000);
        return seconds != null ? seconds : date(value, clock);
    }

    private static @Nullable Duration number(String value, int milliseconds) {
        try {
            return bounded(Duration.ofMillis((long) (Double.parseDouble(value.strip()) * milliseconds)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration date(String value, Clock clock) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return bounded(Duration.between(clock.instant(), date.toInstant()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
