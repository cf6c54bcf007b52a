package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Where a worker's process can be reached. */
interface WorkerEndpoint {

    /** {@return what the process is called among all} */
    String name();

    /** {@return the worker's own connection; there is one} */
    Connection<ToWorker, FromWorker> own() throws IOException;

    /** {@return a connection for a session} */
    Connection<ToWorker, FromWorker> session() throws IOException;

    /** {@return whether something has stopped the process, as SIGSTOP does; false where that cannot be known} */
    boolean isStopped();

    /** Ends the process, whatever it does. */
    void kill();

    /** {@return a future of the process's end, with its exit code, if that is known} */
    CompletableFuture<OptionalInt> onExit();
}
