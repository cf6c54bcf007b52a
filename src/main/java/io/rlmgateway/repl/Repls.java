package io.rlmgateway.repl;

import java.security.SecureRandom;

/** Gives out REPLs. */
public interface Repls {

    /**
     * Leases a REPL and prepares it: documents, variables and functions are there when this returns.
     *
     * @param setup what the session's Python sees
     * @param journal what an earlier process knew of the session, and where this one keeps it
     * @return the REPL, to be closed by the caller
     * @throws io.rlmgateway.api.FailureException with {@code SandboxUnavailable} when none can be had, with
     *     {@code InvalidRequest} ({@code CONTEXT_TOO_LARGE}) when the documents are larger than a sandbox may be
     */
    Repl open(ReplSetup setup, ReplJournal journal);

    /**
     * Leases a REPL for a session that no other process will go on with.
     *
     * @param setup what the session's Python sees
     * @return the REPL, to be closed by the caller
     */
    default Repl open(ReplSetup setup) {
        return open(setup, ReplJournal.none(new SecureRandom().nextLong()));
    }

    /** {@return whether a REPL is there for the taking, so that a session need not wait for one to start} */
    boolean ready();
}
