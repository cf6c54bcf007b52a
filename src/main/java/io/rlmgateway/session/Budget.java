package io.rlmgateway.session;

import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one budget of a session and its children. A call is reserved at its upper bound before it is made and settled at
 * its true usage, so calls at the same time cannot overshoot. A reservation that does not fit waits while others are in
 * flight, and fails when none is. Each session keeps a reservation for its closing question as long as it lives.
 */
final class Budget {

    private final Limits limits;
    private final WorkTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, TokenUsage> models = new LinkedHashMap<>();

    private long usedTokens;
    private long reservedTokens;
    private double usedCost;
    private double reservedCost;
    private boolean costKnown = true;
    private int turns;
    private int subCalls;
    private int inFlight;
    private int waiting;
    private int depth;

    Budget(Limits limits) {
        this(limits, WorkTime.fromNow());
    }

    private Budget(Limits limits, WorkTime time) {
        this.limits = limits;
        this.time = time;
    }

    /** The budget of a run that goes on: what it had used is used, but for turns, which are counted again. */
    static Budget after(Limits limits, Duration worked, Spent spent) {
        Budget budget = new Budget(limits, WorkTime.after(worked));
        budget.models.putAll(spent.models());
        budget.usedTokens =
                spent.models().values().stream().mapToLong(TokenUsage::total).sum();
        Double cost = spent.costUsd();
        budget.costKnown = cost != null;
        budget.usedCost = cost == null ? 0 : cost;
        budget.subCalls = spent.subCalls();
        budget.depth = spent.depth();
        return budget;
    }

    /** {@return the time that the run was worked on} */
    WorkTime time() {
        return time;
    }

    /**
     * What a call may use at most.
     *
     * @param model the model, as configured
     * @param tokens of its prompt and its output cap
     * @param costUsd of the same, null when the price is unknown
     * @param level depth that it reaches: 0 for a turn of the root session, 1 for its sub-calls, and so on
     * @param subCall whether it counts as a sub-call
     */
    record Bound(String model, long tokens, @Nullable Double costUsd, int level, boolean subCall) {

        private double cost() {
            return costUsd == null ? 0 : costUsd;
        }
    }

    /** What was used so far; {@code costUsd} is null when a price is unknown. */
    record Spent(
            int turns,
            int subCalls,
            int depth,
            Map<String, TokenUsage> models,
            @Nullable Double costUsd) {}

    /** A reservation; closing it without {@link #settle} gives all of it back. */
    final class Reservation implements AutoCloseable {

        private final Bound bound;
        private final int calls;
        private boolean open = true;

        private Reservation(Bound bound, int calls) {
            this.bound = bound;
            this.calls = calls;
        }

        /** Books what the call really used. */
        void settle(TokenUsage usage, @Nullable Double costUsd) {
            end(() -> {
                usedTokens += usage.total();
                usedCost += costUsd == null ? 0 : costUsd;
                costKnown &= costUsd != null;
                models.merge(bound.model, usage, TokenUsage::plus);
            });
        }

        @Override
        public void close() {
            end(() -> {});
        }

        private void end(Runnable booking) {
            lock.lock();
            try {
                if (open) {
                    open = false;
                    inFlight -= calls;
                    reservedTokens -= bound.tokens;
                    reservedCost -= bound.cost();
                    booking.run();
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Reserves a session's closing question, for as long as the session lives.
     *
     * @param bound what it uses at most
     * @return the reservation, on which no other waits
     * @throws BudgetExhaustedException when a limit does not allow it
     * @throws CancellationException when the waiting thread is interrupted
     */
    Reservation keep(Bound bound) {
        return reserve(bound, 0);
    }

    /**
     * Reserves a call.
     *
     * @param bound what it uses at most
     * @return the reservation
     * @throws BudgetExhaustedException when a limit does not allow it
     * @throws CancellationException when the waiting thread is interrupted
     */
    Reservation reserve(Bound bound) {
        return reserve(bound, 1);
    }

    /** Counts a turn of the root session. */
    void countTurn() {
        lock.lock();
        try {
            turns++;
        } finally {
            lock.unlock();
        }
    }

    /** {@return tokens that are neither used nor reserved} */
    long tokensLeft() {
        lock.lock();
        try {
            return Math.max(0, limits.tokens() - usedTokens - reservedTokens);
        } finally {
            lock.unlock();
        }
    }

    /** {@return sub-calls that may still be made} */
    int subCallsLeft() {
        lock.lock();
        try {
            return Math.max(0, limits.subCalls() - subCalls);
        } finally {
            lock.unlock();
        }
    }

    /** {@return time until the closing question must be asked, not negative} */
    Duration exploringTime() {
        return time.exploringLeft(limits.wallTime());
    }

    /** {@return time until the wall time is over, not negative} */
    Duration wallTimeLeft() {
        return time.left(limits.wallTime());
    }

    /** {@return wall time since the start} */
    Duration elapsed() {
        return time.elapsed();
    }

    /** {@return the limits} */
    Limits limits() {
        return limits;
    }

    /** {@return what was used so far} */
    Spent spent() {
        lock.lock();
        try {
            return new Spent(turns, subCalls, depth, Map.copyOf(models), costKnown ? usedCost : null);
        } finally {
            lock.unlock();
        }
    }

    /** {@return what is left, by name, as Python's {@code budget()} shows it} */
    Map<String, Object> left() {
        lock.lock();
        try {
            Map<String, Object> left = new LinkedHashMap<>();
            left.put("turns", limits.turns() - turns);
            left.put("sub_calls", limits.subCalls() - subCalls);
            left.put("tokens", Math.max(0, limits.tokens() - usedTokens - reservedTokens));
            left.put("cost_usd", Math.max(0, limits.costUsd() - usedCost - reservedCost));
            left.put("seconds", exploringTime().toSeconds());
            left.put("calls_waiting", waiting);
            left.put("calls_in_flight", inFlight);
            return left;
        } finally {
            lock.unlock();
        }
    }

    private Reservation reserve(Bound bound, int calls) {
        lock.lock();
        waiting++;
        try {
            BudgetExhaustedException missing = missing(bound);
            while (missing != null) {
                if (inFlight == 0 || !missing.limit().settles()) {
                    throw missing;
                }
                changed.await(exploringTime().toMillis() + 1, TimeUnit.MILLISECONDS);
                missing = missing(bound);
            }
            return book(bound, calls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for budget");
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private Reservation book(Bound bound, int calls) {
        inFlight += calls;
        reservedTokens += bound.tokens;
        reservedCost += bound.cost();
        if (bound.subCall) {
            subCalls++;
        }
        depth = Math.max(depth, bound.level);
        return new Reservation(bound, calls);
    }

    private @Nullable BudgetExhaustedException missing(Bound bound) {
        if (exploringTime().isZero()) {
            return BudgetExhaustedException.of(Name.WALL_TIME, limits.wallTime().toSeconds() + " s are nearly over");
        }
        if (bound.subCall && subCalls >= limits.subCalls()) {
            return BudgetExhaustedException.of(Name.SUB_CALLS, "all " + limits.subCalls() + " sub-calls are used");
        }
        long tokens = limits.tokens() - usedTokens - reservedTokens;
        if (bound.tokens > tokens) {
            return BudgetExhaustedException.of(
                    Name.TOKENS,
                    String.format(
                            Locale.ROOT,
                            "the call may need %,d tokens, %,d are left",
                            bound.tokens,
                            Math.max(0, tokens)));
        }
        double cost = limits.costUsd() - usedCost - reservedCost;
        if (bound.cost() > cost) {
            return BudgetExhaustedException.of(
                    Name.COST_USD,
                    String.format(
                            Locale.ROOT, "the call may cost %.4f USD, %.4f are left", bound.cost(), Math.max(0, cost)));
        }
        return null;
    }
}
