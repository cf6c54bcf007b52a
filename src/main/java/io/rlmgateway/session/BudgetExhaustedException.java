package io.rlmgateway.session;

/** A limit of the session does not allow what is asked. */
final class BudgetExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String MESSAGE = "budget used up (";

    private final Limits.Name limit;

    BudgetExhaustedException(Limits.Name limit, String message) {
        super(message);
        this.limit = limit;
    }

    /**
     * A limit that does not allow a call.
     *
     * @param detail what is missing
     */
    static BudgetExhaustedException of(Limits.Name limit, String detail) {
        return new BudgetExhaustedException(
                limit, MESSAGE + limit.text() + "): " + detail + "; answer from what you have");
    }

    /** {@return whether a recorded message is one of this exception} */
    static boolean said(String message) {
        return message.startsWith(MESSAGE);
    }

    /** {@return the limit} */
    Limits.Name limit() {
        return limit;
    }
}
