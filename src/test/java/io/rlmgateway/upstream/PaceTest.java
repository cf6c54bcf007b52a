package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final VirtualTime time = new VirtualTime();
    private final Pace pace = new Pace(time, 100, 0);

    @Test
    void whatIsGivenBackIsNotWaitedFor() {
        pace.change(1_000);
        pace.spend(600_000);
        assertThat(seconds()).isGreaterThan(500);

        pace.spend(-598_000);

        assertThat(seconds()).isBetween(1.9, 2.1);
    }

    @Test
    void nothingIsWonByWhatIsGivenBack() {
        pace.change(1_000);
        pace.spend(600_000);
        pace.spend(-600_000);
        for (int i = 0; i < 20; i++) {
            pace.spend(1_000);
        }

        assertThat(seconds()).isBetween(18.0, 20.1);
    }

    @Test
    void whatIsGivenBackLateIsNoMoreThanASecondsWorth() {
        time.start(() -> {
            pace.change(1_000);
            pace.spend(600_000);
            time.pause(Duration.ofMinutes(20));
            pace.spend(-598_000);
            pace.spend(10_000);
            assertThat(seconds()).isGreaterThan(8.5);
        });

        time.run();
    }

    @Test
    void imageCountsAsAnImageAndNotAsText() {
        String text = "{\"text\":\"" + "What is in it? ".repeat(200) + "\",\"image\":\"";
        ByteBuffer image = body(text + "data:image/png;base64," + "iVBORw0KGgo/".repeat(300_000) + "==\"}");

        assertThat(TokenEstimate.ofBody(image)).isBetween(3_000L, 3_100L);
        assertThat(TokenEstimate.ofBody(body(text))).isEqualTo(TokenEstimate.of(text));
    }

    private double seconds() {
        return pace.nanosToWait() / 1e9;
    }

    private static ByteBuffer body(String json) {
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }
}
