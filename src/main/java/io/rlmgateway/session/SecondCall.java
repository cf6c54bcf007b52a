package io.rlmgateway.session;

import io.rlmgateway.session.Budget.Reservation;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets aside what a call that is sent a second time may use, until both are settled as one. It is the same sub-call, so it
 * is counted once.
 */
final class SecondCall implements BooleanSupplier, AutoCloseable {

    private final Budget budget;
    private final Bound bound;
    private @Nullable Reservation reservation;
    private boolean over;

    /**
     * Nothing is set aside yet.
     *
     * @param budget the budget
     * @param first what the call may use the first time
     */
    SecondCall(Budget budget, Bound first) {
        this.budget = budget;
        this.bound = new Bound(first.model(), first.tokens(), first.costUsd(), first.level(), false);
    }

    /** {@return whether the budget has room for both} */
    @Override
    public synchronized boolean getAsBoolean() {
        if (reservation == null && !over) {
            reservation = budget.spare(bound);
        }
        return reservation != null;
    }

    /** Gives back what was set aside. */
    @Override
    public synchronized void close() {
        over = true;
        if (reservation != null) {
            reservation.close();
        }
    }
}
