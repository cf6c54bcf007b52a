package io.rlmgateway.repl.worker;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the workers that came and went. */
final class WorkerTally {

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /**
     * One started.
     *
     * @return how many have, with it
     */
    long begin() {
        return begun.incrementAndGet();
    }

    /** One was stopped, because nobody needed it. */
    void stop() {
        stopped.incrementAndGet();
    }

    /** So many ended without being told to. */
    void lose(int workers) {
        lost.addAndGet(workers);
    }

    /** {@return how many started} */
    long begun() {
        return begun.get();
    }

    /** {@return how many ended without being told to} */
    long lost() {
        return lost.get();
    }

    /** {@return how many there are} */
    long present() {
        return begun.get() - stopped.get() - lost.get();
    }
}
