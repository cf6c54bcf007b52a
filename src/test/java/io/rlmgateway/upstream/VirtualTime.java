package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only while all of its threads wait, and then at once. One thread runs at a time, in an order that the
 * test decides alone, so the same test takes the same course each time. Everything happens within {@link #run}.
 */
final class VirtualTime implements Time {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Set<VirtualSignal> waiting = new LinkedHashSet<>();
    private final Semaphore idle = new Semaphore(0);
    private long now;
    private long numbers;
    private int threads;
    private @Nullable Throwable failed;

    /** Something that happens at a moment. */
    private static final class Event {

        private final long at;
        private final long number;
        private @Nullable Runnable action;

        Event(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        long at() {
            return at;
        }

        long number() {
            return number;
        }
    }

    /** What a thread of the test does. */
    interface Task {

        /** Does it. */
        void run() throws Exception;
    }

    /** Starts a thread at this moment. */
    void start(Task task) {
        threads++;
        schedule(now, () -> {
            Thread.ofVirtual().start(() -> {
                try {
                    task.run();
                } catch (Throwable e) {
                    failed = failed == null ? e : failed;
                } finally {
                    threads--;
                    idle.release();
                }
            });
            idle.acquireUninterruptibly();
        });
    }

    /** Lets time pass until all threads have ended. */
    void run() {
        while (threads > 0 && !events.isEmpty()) {
            Event next = events.remove();
            Runnable action = next.action;
            if (action != null) {
                now = Math.max(now, next.at);
                action.run();
                wakeInterrupted();
            }
        }
        Throwable failure = failed;
        failed = null;
        if (failure != null) {
            throw new AssertionError("a thread failed", failure);
        }
        if (threads > 0) {
            throw new AssertionError(threads + " threads wait for something that never comes");
        }
    }

    /** {@return seconds since the beginning} */
    double seconds() {
        return now / 1e9;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        new VirtualSignal().await(time);
    }

    @Override
    public Signal signal() {
        return new VirtualSignal();
    }

    @Override
    public Alarm alarm(Duration after, Runnable action) {
        Event event = schedule(now + after.toNanos(), action);
        return () -> event.action = null;
    }

    @Override
    public void fork(Runnable task) {
        start(task::run);
    }

    private void wakeInterrupted() {
        for (VirtualSignal signal : List.copyOf(waiting)) {
            if (signal.thread.isInterrupted()) {
                signal.wake();
            }
        }
    }

    private Event schedule(long at, Runnable action) {
        Event event = new Event(at, numbers++, action);
        events.add(event);
        return event;
    }

    private final class VirtualSignal implements Signal {

        private volatile boolean awake;
        private Thread thread = Thread.currentThread();
        private boolean given;

        @Override
        public void give() {
            given = true;
            schedule(now, this::wake);
        }

        @Override
        public boolean await(Duration most) throws InterruptedException {
            thread = Thread.currentThread();
            if (!given && !thread.isInterrupted()) {
                waiting.add(this);
                Alarm timeout = alarm(most, this::wake);
                idle.release();
                // no lock: one would take the mark of the interrupt off the thread while it waits, and put it back
                // later
                while (!awake) {
                    LockSupport.park(this);
                }
                timeout.cancel();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return given;
        }

        private void wake() {
            if (waiting.remove(this)) {
                awake = true;
                LockSupport.unpark(thread);
                idle.acquireUninterruptibly();
            }
        }
    }
}
