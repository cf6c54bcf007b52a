package io.rlmgateway.session;

import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.upstream.TokenUsage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up what a run used from its events. */
final class EarlierSpending {

    private final Map<String, TokenUsage> models = new LinkedHashMap<>();
    private final Map<Integer, Integer> levels = new HashMap<>();
    private final Set<Cell> ended = new HashSet<>();
    private final Set<Leaf> leaves = new HashSet<>();
    private double cost;
    private boolean costKnown = true;
    private int turns;
    private int children;
    private int depth;

    private EarlierSpending(List<RecordedEvent> events) {
        events.forEach(recorded -> {
            if (recorded.event() instanceof Event.CellEnded cell) {
                ended.add(new Cell(recorded.session(), cell.cell()));
            }
        });
        events.forEach(this::add);
    }

    /** A cell of a session. */
    private record Cell(int session, int number) {}

    /** A call to a sub-model. */
    private record Leaf(int session, Event.CallId call) {}

    /** {@return what a run used} */
    static Spent of(List<RecordedEvent> events) {
        EarlierSpending spending = new EarlierSpending(events);
        return new Spent(
                spending.turns,
                spending.children + spending.leaves.size(),
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
            case Event.Ending _ when recorded.session() > 0 -> children++;
            case Event _ -> {
                // nothing is used by it
            }
        }
    }

    private void leaf(int session, Event.SubCallEnded call) {
        if (!isRefused(call) && !isAskedAgain(session, call)) {
            leaves.add(new Leaf(session, call.call()));
            depth = Math.max(depth, levels.getOrDefault(session, 0) + 1);
        }
        use(call.usage());
    }

    private static boolean isRefused(Event.SubCallEnded call) {
        return call.error() != null && BudgetExhaustedException.said(call.error());
    }

    /** What was cancelled is counted when it is asked again, as happens to it in a cell that did not end. */
    private boolean isAskedAgain(int session, Event.SubCallEnded call) {
        return EarlierCalls.CANCELLED.equals(call.error())
                && !ended.contains(new Cell(session, call.call().cell()));
    }

    private void use(Event.@Nullable Usage usage) {
        if (usage != null) {
            models.merge(
                    usage.model(),
                    new TokenUsage(usage.input(), usage.cached(), usage.output(), usage.reasoning(), usage.estimated()),
                    TokenUsage::plus);
            costKnown &= usage.costUsd() != null;
            cost += usage.costUsd() == null ? 0 : usage.costUsd();
        }
    }
}
