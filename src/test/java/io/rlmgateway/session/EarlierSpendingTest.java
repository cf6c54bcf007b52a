package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierSpendingTest {

    private static List<RecordedEvent> journal(Event... events) {
        List<RecordedEvent> journal = new ArrayList<>();
        for (Event event : events) {
            journal.add(new RecordedEvent(journal.size() + 1L, Instant.EPOCH, 0, event));
        }
        return journal;
    }

    @Test
    void aModelWhosePriceIsUnknownDoesNotHideWhatTheOthersCost() {
        Spent spent = EarlierSpending.of(journal(
                new Event.ModelReplied(1, "a", "stop", new Event.Usage("known", 10, 0, 5, 0, 0.75), 1),
                new Event.ModelReplied(2, "b", "stop", new Event.Usage("unknown", 10, 0, 5, 0, null), 1)));

        assertThat(spent.costUsd()).isNull();
        Limits limits = new Limits(5, 1, 10, 1_000, 1, Duration.ofMinutes(10), 3, 2);
        Budget budget = Budget.after(limits, Limits.Name.WALL_TIME, WorkTime.fromNow(null), spent);
        assertThat(budget.left()).containsEntry("cost_usd", 0.25);
        assertThat(budget.spent().costUsd()).isNull();
    }
}
