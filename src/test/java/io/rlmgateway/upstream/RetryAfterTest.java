package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|PT2S",
                "0|PT0S",
                "-3|PT0S",
                "99999999|P1D",
                "Sat, 21 Nov 2026 12:00:30 GMT|PT30S",
                "Sat, 21 Nov 2026 11:00:00 GMT|PT0S",
                "soon|"
            })
    void secondsAndDatesAreRead(String value, Duration wait) {
        assertThat(RetryAfter.of(headers(Map.of("retry-after", value)), CLOCK)).isEqualTo(wait);
    }

    @Test
    void millisecondsGoFirst() {
        Function<String, Optional<String>> headers = headers(Map.of("retry-after", "9", "retry-after-ms", "120"));

        assertThat(RetryAfter.of(headers, CLOCK)).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void headersThatDoNotSayGiveNothing() {
        assertThat(RetryAfter.of(headers(Map.of()), CLOCK)).isNull();
    }

    private static Function<String, Optional<String>> headers(Map<String, String> headers) {
        return name -> Optional.ofNullable(headers.get(name));
    }
}
