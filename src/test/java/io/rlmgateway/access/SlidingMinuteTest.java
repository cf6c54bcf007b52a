package io.rlmgateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingMinuteTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private record Use(long at, long amount) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inNoSixtySecondsIsThereMoreThanTheLimit(long seed) {
        Random random = new Random(seed);
        SlidingMinute minute = new SlidingMinute();
        List<Use> uses = new ArrayList<>();
        long limit = 100;
        long now = random.nextLong(MINUTE);
        for (int i = 0; i < 3000; i++) {
            now += random.nextLong(2_000_000_000L);
            long amount = 1L + random.nextInt(30);
            Duration wait = minute.untilRoom(amount, limit, now);
            if (wait.isZero()) {
                minute.add(amount, now);
                uses.add(new Use(now, amount));
            } else {
                // told the truth: then there is room, and a moment before there was none
                assertThat(wait.toNanos()).isBetween(1L, MINUTE + 100_000_000);
            }
            long at = now;
            long used = uses.stream()
                    .filter(use -> use.at() > at - MINUTE)
                    .mapToLong(Use::amount)
                    .sum();
            assertThat(used).isLessThanOrEqualTo(limit).isLessThanOrEqualTo(minute.used(now));
        }
    }

    @Test
    void waitEndsWhenThereIsRoomAndNotBefore() {
        SlidingMinute minute = new SlidingMinute();
        minute.add(6, 0);
        minute.add(4, 5_000_000_000L);

        Duration wait = minute.untilRoom(5, 10, 30_000_000_000L);
        assertThat(minute.untilRoom(5, 10, 30_000_000_000L + wait.toNanos() - 1))
                .isPositive();
        assertThat(minute.untilRoom(5, 10, 30_000_000_000L + wait.toNanos())).isZero();
        assertThat(minute.untilEmpty(30_000_000_000L + wait.toNanos())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsTakenBackCountsNoMoreUnlessItIsGoneAlready() {
        SlidingMinute minute = new SlidingMinute();
        minute.add(10, 0);
        minute.takeBack(4, 0, 1_000_000_000L);
        assertThat(minute.used(1_000_000_000L)).isEqualTo(6);
        assertThat(minute.used(2 * MINUTE)).isZero();
        minute.takeBack(6, 0, 2 * MINUTE);
        assertThat(minute.used(2 * MINUTE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "1,1ms", "120,120ms", "1000,1s", "6500,6.5s", "60000,1m0s", "61001,1m1.001s"})
    void durationsAreWrittenAsGoWritesThem(long millis, String text) {
        assertThat(RateLimits.goDuration(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
