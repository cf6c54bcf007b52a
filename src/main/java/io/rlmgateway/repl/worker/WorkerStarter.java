package io.rlmgateway.repl.worker;

import java.io.IOException;

/** Starts a process. */
@FunctionalInterface
interface WorkerStarter {

    /**
     * Starts one.
     *
     * @param heap bytes that it may use for objects
     * @throws IOException when it does not start; the message says why
     */
    Worker start(long heap) throws IOException;

    /** {@return how many there can be at once, with those that there are} */
    default int capacity() {
        return Integer.MAX_VALUE;
    }

    /** {@return how many may start at the same time} */
    default int startsAtOnce() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /** {@return whether one may take further sessions; it ends once it has none} */
    default boolean keeps(Worker worker) {
        return true;
    }
}
