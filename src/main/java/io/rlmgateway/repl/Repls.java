package io.rlmgateway.repl;

/** Gives out REPLs. */
public interface Repls {

    /**
     * Leases a REPL and prepares it: documents, variables and functions are there when this returns.
     *
     * @param setup what the session's Python sees
     * @return the REPL, to be closed by the caller
     * @throws io.rlmgateway.api.FailureException with {@code SandboxUnavailable} when none can be had, with
     *     {@code InvalidRequest} ({@code CONTEXT_TOO_LARGE}) when the documents are larger than a sandbox may be
     */
    Repl open(ReplSetup setup);

    /** {@return whether a REPL is there for the taking, so that a session need not wait for one to start} */
    boolean ready();
}
