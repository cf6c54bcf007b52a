package io.rlmgateway.session;

import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.session.SharedBudget.Spent;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one budget of a session and its children. A call is reserved at its upper bound before it is made and settled at
 * its true usage, so calls at the same time cannot overshoot. A reservation that does not fit waits while others are in
 * flight, and fails when none is. Each session keeps a reservation for its closing question as long as it lives. A
 * child spends from the same pot, under a ceiling.
 */
final class Budget {

    private final Limits limits;
    final SharedBudget shared;

    /** The session's own pot first, those of its parents after it. */
    private final List<Pot> pots;

    Budget(Limits limits) {
        this(limits, Name.WALL_TIME, WorkTime.fromNow(null));
    }

    /** A budget that ends by another limit than the wall time when its time is over. */
    Budget(Limits limits, Name clock, WorkTime time) {
        this(limits, new SharedBudget(limits.concurrency(), time, clock), List.of());
    }

    private Budget(Limits limits, SharedBudget shared, List<Pot> parents) {
        this.limits = limits;
        this.shared = shared;
        List<Pot> all = new ArrayList<>(List.of(new Pot(limits)));
        all.addAll(parents);
        this.pots = List.copyOf(all);
    }

    /** The budget of a run that goes on: what it had used is used, but for turns, which are counted again. */
    static Budget after(Limits limits, Name clock, WorkTime time, Spent spent) {
        Budget budget = new Budget(limits, clock, time);
        budget.pots.getLast().spend(spent);
        budget.shared.spend(spent);
        return budget;
    }

    /** {@return the time that the run was worked on} */
    WorkTime time() {
        return shared.time;
    }

    /** A reservation; closing it without {@link #settle} gives all of it back. */
    final class Reservation implements AutoCloseable {

        private final Bound bound;
        private final int calls;
        private boolean open = true;

        private Reservation(Bound bound, int calls) {
            this.bound = bound;
            this.calls = calls;
        }

        /** {@return what it sets aside} */
        Bound bound() {
            return bound;
        }

        /** Books what the call really used, of the model that answered it. */
        void settle(String model, TokenUsage usage, @Nullable Double costUsd) {
            end(() -> {
                pots.forEach(pot -> pot.spend(usage, costUsd));
                shared.spend(model, usage, costUsd);
            });
        }

        @Override
        public void close() {
            end(() -> {});
        }

        private void end(Runnable booking) {
            boolean ended = locked(() -> {
                boolean now = open;
                if (open) {
                    open = false;
                    pots.forEach(pot -> pot.giveBack(bound, calls));
                    booking.run();
                    shared.purse.giveBack(bound.cost());
                    shared.changed.signalAll();
                }
                return now;
            });
            if (ended) {
                shared.places.release(calls);
            }
        }
    }

    /** {@return the budget of a child: at most half of what is left now, out of the same pot} */
    Budget child() {
        return locked(() -> new Budget(
                limits.under((subCallsLeft() + 1) / 2, tokensLeft() / 2, least(Pot::costLeft) / 2), shared, pots));
    }

    /** {@return the budget of a child of a run that goes on, which had used this much under this ceiling} */
    Budget child(Map<String, Object> ceiling, Spent spent) {
        Budget child = new Budget(limits.under(ceiling), shared, pots);
        child.pots.getFirst().spend(spent);
        return child;
    }

    /** {@return a closing question's reservation, on which no other waits; otherwise as {@link #reserve}} */
    Reservation keep(Bound bound) {
        return reserve(bound, 0);
    }

    /** {@return a reservation that no limit refuses, for a call whose use is booked already} */
    Reservation used(Bound bound) {
        return locked(() -> {
            pots.forEach(pot -> pot.reserve(bound, 0));
            return new Reservation(bound, 0);
        });
    }

    /**
     * Reserves a call, and waits for its place among those that may be in flight.
     *
     * @param bound what it uses at most
     * @return the reservation
     * @throws BudgetExhaustedException when a limit does not allow it
     * @throws CancellationException when the waiting thread is interrupted
     */
    Reservation reserve(Bound bound) {
        return reserve(bound, 1);
    }

    /** {@return a reservation of what fits now, or null: it waits for nothing and takes no place} */
    @Nullable
    Reservation spare(Bound bound) {
        return locked(() -> lack(bound) == null ? booked(bound, 0) : null);
    }

    /** Counts a turn of the root session. */
    void countTurn() {
        locked(() -> shared.turns++);
    }

    /** {@return tokens that are neither used nor reserved} */
    long tokensLeft() {
        return locked(() -> (long) least(Pot::tokensLeft));
    }

    /** {@return sub-calls that may still be made} */
    int subCallsLeft() {
        return locked(() -> (int) least(Pot::subCallsLeft));
    }

    /** {@return time until the closing question must be asked, not negative} */
    Duration exploringTime() {
        return shared.time.exploringLeft(limits.wallTime());
    }

    /** {@return time until the wall time is over, not negative} */
    Duration wallTimeLeft() {
        return shared.time.left(limits.wallTime());
    }

    /** {@return wall time since the start} */
    Duration elapsed() {
        return shared.time.elapsed();
    }

    /** {@return the limits: a child's are its ceiling} */
    Limits limits() {
        return limits;
    }

    /** {@return what the whole tree used so far} */
    Spent spent() {
        return locked(() -> shared.spent(pots.getLast()));
    }

    /** {@return what is left, by name, as Python's {@code budget()} shows it} */
    Map<String, Object> left() {
        return locked(() -> {
            Map<String, Object> left = new LinkedHashMap<>();
            left.put("turns", limits.turns() - shared.turns);
            left.put("sub_calls", subCallsLeft());
            left.put("tokens", tokensLeft());
            left.put("cost_usd", least(Pot::costLeft));
            left.put("seconds", exploringTime().toSeconds());
            left.put("calls_waiting", shared.waiting);
            left.put("calls_in_flight", pots.getLast().inFlight());
            return left;
        });
    }

    private Reservation reserve(Bound bound, int calls) {
        locked(() -> shared.waiting++);
        try {
            // a place is not needed for what is only kept, and asking for none would wait in line too
            if (calls > 0 && !shared.places.tryAcquire(calls, exploringTime().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                throw timeIsOver();
            }
            return inPlace(bound, calls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for budget");
        } finally {
            locked(() -> shared.waiting--);
        }
    }

    private Reservation inPlace(Bound bound, int calls) throws InterruptedException {
        boolean booked = false;
        shared.lock.lock();
        try {
            awaitRoom(bound);
            Reservation reservation = booked(bound, calls);
            booked = true;
            return reservation;
        } finally {
            shared.lock.unlock();
            if (!booked) {
                shared.places.release(calls);
            }
        }
    }

    private Reservation booked(Bound bound, int calls) {
        pots.forEach(pot -> pot.reserve(bound, calls));
        shared.depth = Math.max(shared.depth, bound.level());
        return new Reservation(bound, calls);
    }

    private void awaitRoom(Bound bound) throws InterruptedException {
        Lack lack = lack(bound);
        while (lack != null) {
            if (!lack.mayEnd) {
                throw lack.missing;
            }
            shared.changed.await(exploringTime().toMillis() + 1, TimeUnit.MILLISECONDS);
            lack = lack(bound);
        }
    }

    /** What does not allow a call, and whether calls in flight may change that. */
    private record Lack(BudgetExhaustedException missing, boolean mayEnd) {}

    /** {@return what does not allow a call, or null when its money is set aside} */
    private @Nullable Lack lack(Bound bound) {
        if (exploringTime().isZero()) {
            return new Lack(timeIsOver(), false);
        }
        for (Pot pot : pots) {
            BudgetExhaustedException missing = pot.missing(bound);
            if (missing != null) {
                // only what is in flight under the same ceiling gives something back
                return new Lack(missing, pot.inFlight() > 0 && missing.limit().settles());
            }
        }
        BudgetExhaustedException unpaid = shared.pay(bound);
        return unpaid == null
                ? null
                : new Lack(unpaid, bound.costUsd() != null && pots.getLast().inFlight() > 0);
    }

    /** {@return the limit that ends the session when its time is over: the wall time or the client's deadline} */
    Name clock() {
        return shared.clock;
    }

    private BudgetExhaustedException timeIsOver() {
        return Pot.exhausted(clock(), limits.wallTime().toSeconds() + " s are nearly over");
    }

    private double least(ToDoubleFunction<Pot> left) {
        return Math.max(0, pots.stream().mapToDouble(left).min().orElse(0));
    }

    private <T> T locked(Supplier<T> action) {
        shared.lock.lock();
        try {
            return action.get();
        } finally {
            shared.lock.unlock();
        }
    }
}
