package io.rlmgateway.repl.replay;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;

/** A cell that ran again did something else than before: this interpreter is not what the session needs. */
final class DifferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A difference.
     *
     * @param difference what was done otherwise
     */
    DifferenceException(RecordedCell cell, String difference) {
        super("when cell " + cell.number() + " ran again, " + difference);
    }

    /** {@return the failure of a session that cannot be rebuilt} */
    FailureException failure() {
        return new FailureException(
                new Failure.SessionFailed(
                        "The session's sandbox was lost and could not be rebuilt: " + getMessage() + ". Ask again."),
                this);
    }
}
