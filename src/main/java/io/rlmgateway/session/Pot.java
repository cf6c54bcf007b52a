package io.rlmgateway.session;

import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.upstream.TokenUsage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be spent together: the pot of a whole tree, or the part of it under a child session's ceiling. */
// guarded by the lock of its budget
final class Pot {

    private final Limits limits;
    private long usedTokens;
    private long reservedTokens;
    private double usedCost;
    private double reservedCost;
    private int subCalls;
    private int inFlight;

    Pot(Limits limits) {
        this.limits = limits;
    }

    /** {@return what does not allow a call, or null} */
    @Nullable
    BudgetExhaustedException missing(Bound bound) {
        if (bound.subCall() && subCalls >= limits.subCalls()) {
            return exhausted(Name.SUB_CALLS, "all " + limits.subCalls() + " sub-calls are used");
        }
        if (bound.tokens() > tokensLeft()) {
            return exhausted(
                    Name.TOKENS,
                    String.format(
                            Locale.ROOT,
                            "the call may need %,d tokens, %,d are left",
                            bound.tokens(),
                            Math.max(0, tokensLeft())));
        }
        if (bound.cost() > costLeft()) {
            return exhausted(
                    Name.COST_USD,
                    String.format(
                            Locale.ROOT,
                            "the call may cost %.4f USD, %.4f are left",
                            bound.cost(),
                            Math.max(0, costLeft())));
        }
        return null;
    }

    static BudgetExhaustedException exhausted(Name limit, String detail) {
        return BudgetExhaustedException.of(limit, detail);
    }

    void reserve(Bound bound, int calls) {
        inFlight += calls;
        reservedTokens += bound.tokens();
        reservedCost += bound.cost();
        subCalls += bound.subCall() ? 1 : 0;
    }

    void giveBack(Bound bound, int calls) {
        inFlight -= calls;
        reservedTokens -= bound.tokens();
        reservedCost -= bound.cost();
    }

    void spend(TokenUsage usage, @Nullable Double costUsd) {
        usedTokens += usage.total();
        usedCost += costUsd == null ? 0 : costUsd;
    }

    /** Books what a run had used before it was broken off. */
    void spend(Spent earlier) {
        usedTokens +=
                earlier.models().values().stream().mapToLong(TokenUsage::total).sum();
        usedCost += earlier.knownCostUsd();
        subCalls += earlier.subCalls();
    }

    long tokensLeft() {
        return limits.tokens() - usedTokens - reservedTokens;
    }

    double costLeft() {
        return limits.costUsd() - usedCost - reservedCost;
    }

    int subCallsLeft() {
        return limits.subCalls() - subCalls;
    }

    int subCalls() {
        return subCalls;
    }

    int inFlight() {
        return inFlight;
    }

    double usedCost() {
        return usedCost;
    }
}
