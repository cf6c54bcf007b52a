package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.ModelRequest.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>();
    private int entries;

    @Test
    void tenantsTakeTurnsHoweverManyTheyHaveWaiting() {
        fill("flood", "run", 1, 100);
        fill("small", "run", 1, 3);

        assertThat(polled(8)).containsExactly("flood", "small", "flood", "small", "flood", "small", "flood", "flood");
    }

    @Test
    void weightsAreShares() {
        fill("heavy", "run", 3, 100);
        fill("light", "run", 1, 100);

        assertThat(Collections.frequency(polled(80), "heavy")).isEqualTo(60);
    }

    @Test
    void sessionsOfATenantTakeTurnsAndWhatOneHasGoesAsItCame() {
        queue.addLast(new Share("tenant", "one", 1), "one a");
        queue.addLast(new Share("tenant", "one", 1), "one b");
        queue.addLast(new Share("tenant", "two", 1), "two a");
        queue.addFirst(new Share("tenant", "one", 1), "one again");

        assertThat(polled(4)).containsExactly("one again", "two a", "one a", "one b");
    }

    @Test
    void whoComesOneByOneGoesNoMoreOftenThanWhoWaits() {
        fill("flood", "run", 1, 100);
        int sequential = 0;
        for (int turn = 0; turn < 100; turn++) {
            if (queue.place(share("sequential")).waiting() == 0) {
                fill("sequential", "run", 1, 1);
            }
            sequential += next().equals("sequential") ? 1 : 0;
        }

        assertThat(sequential).isEqualTo(50);
    }

    @Test
    void whoComesOneByOneHasTurnsByItsWeight() {
        fill("flood", "run", 1, 100);
        int sequential = 0;
        for (int turn = 0; turn < 100; turn++) {
            if (queue.place(share("sequential")).waiting() == 0) {
                fill("sequential", "run", 3, 1);
            }
            sequential += next().equals("sequential") ? 1 : 0;
        }

        assertThat(sequential).isBetween(74, 76);
    }

    @Test
    void whoHadNothingForLongDoesNotMakeUpForIt() {
        fill("late", "run", 1, 1);
        fill("flood", "run", 1, 200);
        polled(101);
        fill("late", "run", 1, 100);

        assertThat(Collections.frequency(polled(50), "late")).isEqualTo(25);
    }

    @Test
    void whatIsTakenOutCostsNoTurn() {
        fill("flood", "run", 1, 10);
        queue.addLast(share("small"), "left");
        assertThat(queue.remove(share("small"), "left")).isTrue();
        assertThat(queue.remove(share("small"), "left")).isFalse();
        fill("small", "run", 1, 1);

        assertThat(polled(2)).containsExactlyInAnyOrder("flood", "small");
        assertThat(queue.size()).isEqualTo(9);
    }

    @Test
    void tenantsThatHaveNothingWaitingAreForgotten() {
        for (int tenant = 0; tenant < 1_000; tenant++) {
            fill("tenant " + tenant, "run", 1, 1);
            queue.poll();
        }
        assertThat(queue.shares()).isZero();

        fill("flood", "run", 1, 3);
        for (int tenant = 0; tenant < 30_000; tenant++) {
            fill("tenant " + tenant, "run", 1, 1);
            queue.poll();
        }
        assertThat(queue.shares()).isLessThanOrEqualTo(10_004);

        polled(queue.size());
        assertThat(queue.shares()).isZero();
    }

    private void fill(String tenant, String member, int weight, int count) {
        for (int i = 0; i < count; i++) {
            queue.addLast(new Share(tenant, member, weight), tenant + "#" + entries++);
        }
    }

    private List<String> polled(int count) {
        List<String> polled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            polled.add(next());
        }
        return polled;
    }

    private String next() {
        return Objects.requireNonNull(queue.poll()).replaceAll("#.*", "");
    }

    private static Share share(String tenant) {
        return new Share(tenant, "run", 1);
    }
}
