package io.rlmgateway.session;

/** A limit of the session does not allow what is asked. */
final class BudgetExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Limits.Name limit;

    BudgetExhaustedException(Limits.Name limit, String message) {
        super(message);
        this.limit = limit;
    }

    /** {@return the limit} */
    Limits.Name limit() {
        return limit;
    }
}
