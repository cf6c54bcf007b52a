package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.InterpreterSetup;
import java.io.IOException;

/** A session's place in a worker. */
interface WorkerSeat {

    /**
     * Opens the session.
     *
     * @param whenGone run once the session is gone
     * @throws IOException when the worker is gone
     */
    WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException;

    /** Gives the place back. */
    void leave();
}
