package io.rlmgateway.repl.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session's calls to the host, and in which order Python got their results. It outlives the interpreters; each of them
 * has a {@link Playback} of it.
 */
final class Recording {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<RecordedCall> calls = new ArrayList<>();
    private int delivered;

    /** {@return what guards all of it, and its playbacks} */
    ReentrantLock lock() {
        return lock;
    }

    /** {@return signalled when anything changes} */
    Condition changed() {
        return changed;
    }

    /** {@return the calls in the order in which they were made; used under the lock} */
    List<RecordedCall> calls() {
        return calls;
    }

    /** {@return how many results Python has got; used under the lock} */
    int delivered() {
        return delivered;
    }

    /** Python gets a result for the first time; used under the lock. */
    void deliver(RecordedCall call) {
        call.deliveredIn(delivered++);
    }

    /** Forgets what a cell did, which is as if it had never run. */
    void forget(RecordedCell cell) {
        lock.lock();
        try {
            calls.removeIf(call -> call.cell() == cell.number());
            if (!cell.isNew()) {
                calls.stream().filter(call -> call.place() >= cell.from()).forEach(RecordedCall::undelivered);
                delivered = Math.min(delivered, cell.from());
            }
        } finally {
            lock.unlock();
        }
    }
}
