package io.rlmgateway.session;

import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.upstream.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the budgets of a tree's sessions share besides the pot: the clock, the lock, the counts. */
final class SharedBudget {

    final WorkTime time;

    /** Guards the fields below and all pots of the tree. */
    final ReentrantLock lock = new ReentrantLock();

    final Condition changed = lock.newCondition();
    final Map<String, TokenUsage> models = new LinkedHashMap<>();

    /** Places of calls in flight; taken before a reservation, so that many that wait do not wake each other. */
    final Semaphore places;

    /** What the session ended by when its time is over. */
    final Name clock;

    boolean costKnown = true;
    int turns;
    int waiting;
    int depth;

    SharedBudget(int concurrency, WorkTime time, Name clock) {
        this.time = time;
        this.clock = clock;
        this.places = new Semaphore(concurrency, true);
    }

    /**
     * What was used so far.
     *
     * @param knownCostUsd what was paid at known prices
     * @param costKnown whether that is all
     */
    record Spent(
            int turns,
            int subCalls,
            int depth,
            Map<String, TokenUsage> models,
            double knownCostUsd,
            boolean costKnown) {

        /** {@return what was paid; null when a price is unknown} */
        @Nullable
        Double costUsd() {
            return costKnown ? knownCostUsd : null;
        }
    }

    /** {@return what was used so far of the pot of the whole tree} */
    Spent spent(Pot whole) {
        return new Spent(turns, whole.subCalls(), depth, Map.copyOf(models), whole.usedCost(), costKnown);
    }

    /** Books what a run had used before it was broken off, but for its turns. */
    void spend(Spent earlier) {
        models.putAll(earlier.models());
        costKnown = earlier.costKnown();
        depth = earlier.depth();
    }
}
