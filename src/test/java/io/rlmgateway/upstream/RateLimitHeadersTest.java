package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.RateLimitHeaders.Allowance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void openAisHeadersAreRead() {
        RateLimitHeaders limits = read(Map.of(
                "x-ratelimit-limit-requests", "60",
                "x-ratelimit-remaining-requests", "59",
                "x-ratelimit-reset-requests", "1s",
                "x-ratelimit-limit-tokens", "150000",
                "x-ratelimit-remaining-tokens", "149984",
                "x-ratelimit-reset-tokens", "6m0s"));

        assertThat(limits)
                .isEqualTo(new RateLimitHeaders(
                        new Allowance(60L, 59L, Duration.ofSeconds(1)),
                        new Allowance(150_000L, 149_984L, Duration.ofMinutes(6)),
                        null,
                        null,
                        null));
    }

    @Test
    void anthropicsHeadersAreRead() {
        RateLimitHeaders limits = read(Map.of(
                "anthropic-ratelimit-requests-limit", "50",
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-11-21T12:00:30Z",
                "anthropic-ratelimit-input-tokens-limit", "40000",
                "anthropic-ratelimit-input-tokens-remaining", "39000",
                "anthropic-ratelimit-output-tokens-remaining", "7000",
                "retry-after", "30"));

        assertThat(limits)
                .isEqualTo(new RateLimitHeaders(
                        new Allowance(50L, 0L, Duration.ofSeconds(30)),
                        null,
                        new Allowance(40_000L, 39_000L, null),
                        new Allowance(null, 7_000L, null),
                        Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "120ms, PT0.12S",
        "7.66s, PT7.66S",
        "2m59.56s, PT2M59.56S",
        "1h2m3s, PT1H2M3S",
        "3, PT3S",
        "5d, PT24H",
        "2026-11-21T11:59:00Z, PT0S",
        "soon,",
        "1s later,",
        "2026-11-99T11:59:00Z,"
    })
    void timesAreReadAsEveryoneWritesThem(String value, @Nullable Duration reset) {
        Allowance requests = read(Map.of("x-ratelimit-limit-requests", "60", "x-ratelimit-reset-requests", value))
                .requests();

        assertThat(requests).isEqualTo(new Allowance(60L, null, reset));
    }

    @Test
    void headersThatAreNoneOrNoNumberSayNothing() {
        assertThat(read(Map.of())).isEqualTo(RateLimitHeaders.NONE);
        assertThat(read(Map.of("x-ratelimit-limit-requests", "many"))).isEqualTo(RateLimitHeaders.NONE);
    }

    private static RateLimitHeaders read(Map<String, String> headers) {
        return RateLimitHeaders.of(name -> Optional.ofNullable(headers.get(name)), CLOCK);
    }
}
