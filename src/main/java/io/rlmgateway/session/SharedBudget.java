package io.rlmgateway.session;

import io.rlmgateway.access.Purse;
import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.upstream.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Locale;
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

    /** What pays for the calls. */
    volatile Purse purse = Purse.OPEN;

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

    /** Books a call, of the model that answered it. */
    void spend(String model, TokenUsage usage, @Nullable Double costUsd) {
        models.merge(model, usage, TokenUsage::plus);
        costKnown &= costUsd != null;
        purse.spend(new io.rlmgateway.access.Spent(
                usage.input(), usage.cached(), usage.output(), usage.reasoning(), costUsd));
    }

    /** {@return why the purse does not pay for a call, or null when its money is set aside} */
    @Nullable
    BudgetExhaustedException pay(Bound bound) {
        if (bound.costUsd() == null && purse.isLimited()) {
            return Pot.exhausted(
                    Name.COST_USD, "the price of " + bound.model() + " is unknown, and the key's money is limited");
        }
        return purse.reserve(bound.cost())
                ? null
                : Pot.exhausted(
                        Name.COST_USD,
                        String.format(
                                Locale.ROOT,
                                "the call may cost %.4f USD, the key has %.4f left",
                                bound.cost(),
                                purse.leftUsd()));
    }

    /** Books what a run had used before it was broken off, but for its turns. */
    void spend(Spent earlier) {
        models.putAll(earlier.models());
        costKnown = earlier.costKnown();
        depth = earlier.depth();
    }
}
