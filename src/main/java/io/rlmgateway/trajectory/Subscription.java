package io.rlmgateway.trajectory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reader's view of a run that is going on. It holds a bounded number of events; a reader that falls behind is told so
 * and reads the store instead.
 */
final class Subscription {

    private static final int CAPACITY = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<RecordedEvent> waiting = new ArrayDeque<>();
    private boolean missed;
    private boolean ended;

    /** What comes next. */
    sealed interface Next {

        /** An event. */
        record Fresh(RecordedEvent event) implements Next {}

        /** Nothing for a while. */
        record Silence() implements Next {}

        /** Events came faster than they were taken; the store has them. */
        record Missed() implements Next {}

        /** Nothing will come any more. */
        record Ended() implements Next {}
    }

    void offer(RecordedEvent event) {
        change(() -> {
            missed = missed || waiting.size() == CAPACITY;
            if (missed) {
                waiting.clear();
            } else {
                waiting.add(event);
            }
        });
    }

    void end() {
        change(() -> ended = true);
    }

    /**
     * Waits for what comes next.
     *
     * @param patience how long until silence is told
     * @return what comes next
     * @throws InterruptedException when the thread is interrupted
     */
    Next next(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (waiting.isEmpty() && !missed && !ended) {
                if (nanos <= 0) {
                    return new Next.Silence();
                }
                nanos = changed.awaitNanos(nanos);
            }
            return take();
        } finally {
            lock.unlock();
        }
    }

    private Next take() {
        if (missed) {
            missed = false;
            return new Next.Missed();
        }
        RecordedEvent event = waiting.poll();
        return event == null ? new Next.Ended() : new Next.Fresh(event);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
