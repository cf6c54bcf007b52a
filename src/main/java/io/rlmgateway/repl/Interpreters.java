package io.rlmgateway.repl;

/** Gives out interpreters: the place where Python runs. */
public interface Interpreters extends AutoCloseable {

    /**
     * Gives a session an interpreter.
     *
     * @param setup what the session's Python sees
     * @return the interpreter, to be closed by the caller
     * @throws io.rlmgateway.api.FailureException with {@code SandboxUnavailable} when none can be had, with
     *     {@code InvalidRequest} ({@code CONTEXT_TOO_LARGE}) when the documents are larger than a sandbox may be
     */
    Interpreter start(InterpreterSetup setup);

    /** {@return whether an interpreter is there for the taking, so that a session need not wait for one to start} */
    boolean ready();

    /** Ends all interpreters. */
    @Override
    void close();
}
