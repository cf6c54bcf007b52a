package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlmgateway.upstream.RateLimits.Window;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    @Test
    void windowOfAMinuteIsKeptEvenly() {
        assertThat(new Window(600, 60, Duration.ofSeconds(54)).perSecond()).isCloseTo(10, within(1e-9));
    }

    @Test
    void limitOfADayDoesNotSlowDownWhileMuchIsLeft() {
        Window day = new Window(10_000, 4_999, Duration.ofHours(12));
        LearnedRate rate = new LearnedRate(new VirtualTime(), null, new Random(1));

        rate.told(day);

        assertThat(day.isScarce()).isTrue();
        assertThat(rate.perSecond()).isGreaterThan(80);
    }

    @Test
    void limitOfADayThatIsUsedUpIsKeptEvenly() {
        assertThat(new Window(8_640, 0, Duration.ofDays(1)).perSecond()).isCloseTo(0.1, within(1e-9));
    }
}
