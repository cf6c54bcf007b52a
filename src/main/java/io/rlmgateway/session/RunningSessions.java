package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that run now, so that they can be cancelled. */
final class RunningSessions {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSessions.class);

    /** How long it takes to take a run off the list that has come to its end. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A running session; closing it takes it off the list. */
    final class Entry implements AutoCloseable {

        private final String run;
        private volatile Sending sending;
        private final Thread thread = Thread.currentThread();
        private @Nullable SessionTree tree;
        private @Nullable String reason;
        private boolean interrupted;
        private final CountDownLatch gone = new CountDownLatch(1);
        private boolean left;
        private boolean parked;
        private @Nullable Future<?> halts;
        private @Nullable Future<?> ends;

        private Entry(String run, Sending sending) {
            this.run = run;
            this.sending = sending;
        }

        /** Tells what runs. What was asked of it before takes effect now. */
        synchronized void opened(SessionTree opened) {
            tree = opened;
            if (left) {
                opened.calls().breakOff();
            }
            if (reason != null) {
                opened.cancel(reason);
            }
        }

        /** Breaks the session off; what is in flight may still end. */
        private synchronized boolean leave(Deadlines deadlines) {
            if (entries.get(run) != this) {
                return false;
            }
            if (!left) {
                breakOff();
                try {
                    // a cell that is just about to start cannot be halted yet
                    halts = deadlines.from(Duration.ZERO, this::breakOff);
                    ends = deadlines.once(OpenCalls.PATIENCE, this::interrupt);
                } catch (RejectedExecutionException e) {
                    LOG.debug("The service is being stopped; the run {} is broken off at once", run, e);
                    interrupt();
                }
            }
            return true;
        }

        private synchronized void breakOff() {
            left = true;
            if (tree != null) {
                tree.calls().breakOff();
            }
        }

        private synchronized void leaveAtOnce() {
            breakOff();
            interrupt();
        }

        /** Waits until it is off the list; tells whether it came to that. */
        private boolean isGone(long nanos) {
            try {
                return gone.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Parks a session, unless it was cancelled; tells whether it did. Without another sending it comes to this end. */
        synchronized boolean park(SessionTree broken, ParkedRuns runs, Event.Ending end) {
            if (!broken.isCancelled()) {
                runs.park(broken.trajectory(), end);
                parked = true;
            }
            return parked;
        }

        private synchronized void interrupt() {
            if (entries.get(run) == this) {
                interrupted = true;
                thread.interrupt();
            }
        }

        private synchronized boolean cancel(String why) {
            if (entries.get(run) != this || parked) {
                return false;
            }
            reason = why;
            if (tree != null) {
                tree.cancel(why);
                interrupted = true;
                thread.interrupt();
            }
            return true;
        }

        /** After this no cancel interrupts the thread any more, and one that did is taken back: a reply is to follow. */
        @Override
        public synchronized void close() {
            entries.remove(run, this);
            if (halts != null) {
                halts.cancel(false);
            }
            if (ends != null) {
                ends.cancel(false);
            }
            if (interrupted) {
                Thread.interrupted();
            }
            gone.countDown();
        }
    }

    /**
     * Lists a session that is about to open on the calling thread, so that no cancel comes too early for it. Where the
     * same run goes on already, this waits until it does not any more.
     *
     * @param sending whose client waits for it
     * @param patience how long to wait
     * @return its entry, or null when the run goes on still
     */
    @Nullable
    Entry enter(String run, Sending sending, Duration patience) {
        Entry entry = new Entry(run, sending);
        long end = System.nanoTime() + patience.toNanos();
        for (Entry other = entries.putIfAbsent(run, entry); other != null; other = entries.putIfAbsent(run, entry)) {
            if (!other.isGone(end - System.nanoTime())) {
                return null;
            }
        }
        return entry;
    }

    /**
     * Cancels a session.
     *
     * @param left what to do where nobody works on the run, while nobody else can take it
     */
    void cancel(String run, String reason, Runnable left) {
        while (!cancel(run, reason)) {
            Entry entry = enter(run, new Sending(), A_MOMENT);
            if (entry != null) {
                try (entry) {
                    left.run();
                }
                return;
            }
        }
    }

    private boolean cancel(String run, String reason) {
        Entry entry = entries.get(run);
        return entry != null && entry.cancel(reason);
    }

    /**
     * Breaks a session off.
     *
     * @return whether it runs here for this sending
     */
    boolean leave(String run, Sending sending, Deadlines deadlines) {
        Entry entry = entries.get(run);
        return entry != null && entry.sending == sending && entry.leave(deadlines);
    }

    /** Another client waits for a run that goes on. */
    void attach(String run, Sending sending) {
        Entry entry = entries.get(run);
        if (entry != null) {
            entry.sending = sending;
        }
    }

    /** Breaks all sessions off, with what is in flight. */
    void leaveAll() {
        entries.values().forEach(Entry::leaveAtOnce);
    }
}
