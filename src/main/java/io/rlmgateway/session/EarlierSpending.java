package io.rlmgateway.session;

import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.upstream.TokenUsage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up what a run used from its events. */
final class EarlierSpending {

    private final Map<String, TokenUsage> models = new LinkedHashMap<>();
    private final Map<Integer, Integer> levels = new HashMap<>();
    private double cost;
    private boolean costKnown = true;
    private int turns;
    private int subCalls;
    private int depth;

    private EarlierSpending() {}

    /** {@return what a run used} */
    static Spent of(List<RecordedEvent> events) {
        EarlierSpending spending = new EarlierSpending();
        events.forEach(spending::add);
        return new Spent(
                spending.turns,
                spending.subCalls,
                spending.depth,
                spending.models,
                spending.cost,
                spending.costKnown);
    }

    private void add(RecordedEvent recorded) {
        switch (recorded.event()) {
            case Event.Opened opened -> {
                levels.put(recorded.session(), opened.depth());
                depth = Math.max(depth, opened.depth());
            }
            case Event.TurnAsked asked when recorded.session() == 0 && asked.closing() == null -> turns++;
            case Event.ModelReplied replied -> use(replied.usage());
            case Event.SubCallEnded ended -> leaf(recorded.session(), ended);
            case Event.Failed failed when BudgetExhaustedException.said(failed.message()) -> {
                // a child that never began
            }
            case Event.Ending _ when recorded.session() > 0 -> subCalls++;
            case Event _ -> {
                // nothing is used by it
            }
        }
    }

    private void leaf(int session, Event.SubCallEnded ended) {
        if (ended.error() == null || !BudgetExhaustedException.said(ended.error())) {
            subCalls++;
            depth = Math.max(depth, levels.getOrDefault(session, 0) + 1);
        }
        use(ended.usage());
    }

    private void use(Event.@Nullable Usage usage) {
        if (usage != null) {
            models.merge(
                    usage.model(),
                    new TokenUsage(usage.input(), usage.cached(), usage.output(), usage.reasoning()),
                    TokenUsage::plus);
            costKnown &= usage.costUsd() != null;
            cost += usage.costUsd() == null ? 0 : usage.costUsd();
        }
    }
}
