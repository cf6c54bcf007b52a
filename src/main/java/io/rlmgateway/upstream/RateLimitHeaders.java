package io.rlmgateway.upstream;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream's headers say of its limits: {@code x-ratelimit-*} (OpenAI's guide to rate limits; Groq, Together and
 * others alike) or {@code anthropic-ratelimit-*} (Anthropic's reference, rate limits).
 *
 * @param requests of requests, or null when not told
 * @param tokens of tokens in all, or null when not told
 * @param inputTokens of tokens of prompts, or null when not told
 * @param outputTokens of tokens of replies, or null when not told
 * @param retryAfter how long the upstream asks to wait, or null
 */
public record RateLimitHeaders(
        @Nullable Allowance requests,
        @Nullable Allowance tokens,
        @Nullable Allowance inputTokens,
        @Nullable Allowance outputTokens,
        @Nullable Duration retryAfter) {

    /** Nothing was told. */
    public static final RateLimitHeaders NONE = new RateLimitHeaders(null, null, null, null, null);

    private static final Pattern SPAN = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|µs|ns|h|m|s|d)");

    /** Keeps the wait within reason. */
    public RateLimitHeaders {
        retryAfter = retryAfter == null ? null : RetryAfter.bounded(retryAfter);
    }

    /**
     * One limit.
     *
     * @param limit how many in a period, which the headers do not name (mostly a minute), or null when not told
     * @param remaining how many are left now, or null when not told
     * @param reset when all are there again, or null when not told
     */
    public record Allowance(
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {}

    /**
     * Reads a response's headers.
     *
     * @param headers gives the value of a header by its lower-case name, or nothing
     * @param clock what points in time are counted from
     * @return what they say
     */
    public static RateLimitHeaders of(Function<String, Optional<String>> headers, Clock clock) {
        return new RateLimitHeaders(
                allowance(headers, "requests", clock),
                allowance(headers, "tokens", clock),
                allowance(headers, "input-tokens", clock),
                allowance(headers, "output-tokens", clock),
                RetryAfter.of(headers, clock));
    }

    private static @Nullable Allowance allowance(Function<String, Optional<String>> headers, String what, Clock clock) {
        Allowance told = new Allowance(
                number(either(headers, "limit", what)),
                number(either(headers, "remaining", what)),
                either(headers, "reset", what).map(value -> reset(value, clock)).orElse(null));
        return told.limit == null && told.remaining == null && told.reset == null ? null : told;
    }

    private static Optional<String> either(Function<String, Optional<String>> headers, String part, String what) {
        return headers.apply("anthropic-ratelimit-" + what + "-" + part)
                .or(() -> headers.apply("x-ratelimit-" + part + "-" + what))
                .map(String::strip);
    }

    private static @Nullable Long number(Optional<String> value) {
        try {
            return value.map(Long::valueOf).orElse(null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A point in time (RFC 3339) as Anthropic says it, a span like {@code 6m0s} or {@code 120ms}, or mere seconds. */
    private static @Nullable Duration reset(String value, Clock clock) {
        if (value.contains("T") && value.contains(":")) {
            return until(value, clock);
        }
        Duration seconds = RetryAfter.seconds(value);
        return seconds != null ? seconds : span(value.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Duration until(String value, Clock clock) {
        try {
            return RetryAfter.bounded(Duration.between(clock.instant(), Instant.parse(value)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Duration span(String value) {
        Matcher part = SPAN.matcher(value);
        double nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
            end = part.end();
        }
        return end == 0 || end != value.length() ? null : RetryAfter.bounded(Duration.ofNanos((long) nanos));
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "d" -> 86_400e9;
            case "h" -> 3_600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "us", "µs" -> 1e3;
            default -> 1;
        };
    }
}
