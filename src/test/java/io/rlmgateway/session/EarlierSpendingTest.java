package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    private static Event ended(@Nullable String reply, @Nullable String error) {
        Event.Usage usage = new Event.Usage("m", 1, 0, 1, 0, 0.0);
        return new Event.SubCallEnded(new Event.CallId(1, 1, 0), reply, error, "stop", usage, 1);
    }

    private static final Event CELL_ENDED = new Event.CellEnded(1, 1, "printed", "", "", null, Map.of(), 1);

    @Test
    void aSubCallThatWasCancelledCountsWhenItIsAskedAgain() {
        assertThat(EarlierSpending.of(journal(ended(null, "cancelled"))).subCalls())
                .isZero();
        assertThat(EarlierSpending.of(journal(ended(null, "cancelled"), ended("yes", null)))
                        .subCalls())
                .isEqualTo(1);
    }

    @Test
    void aSubCallThatItsCellDidWithoutCounts() {
        assertThat(EarlierSpending.of(journal(ended(null, "cancelled"), CELL_ENDED))
                        .subCalls())
                .isEqualTo(1);
        assertThat(EarlierSpending.of(journal(ended(null, "cancelled"), ended(null, "cancelled"), CELL_ENDED))
                        .subCalls())
                .isEqualTo(1);
    }

    @Test
    void whatWasEstimatedStaysAnEstimate() {
        Spent spent = EarlierSpending.of(journal(
                new Event.ModelReplied(1, "a", "stop", new Event.Usage("m", 10, 0, 5, 0, 0.1, true), 1),
                new Event.ModelReplied(2, "b", "stop", new Event.Usage("m", 10, 0, 5, 0, 0.1), 1)));

        assertThat(spent.models()).containsEntry("m", new TokenUsage(20, 0, 10, 0, true));
    }
}
