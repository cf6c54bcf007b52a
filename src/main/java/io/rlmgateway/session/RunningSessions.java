package io.rlmgateway.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions that run now, so that they can be cancelled. */
final class RunningSessions {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A running session; closing it takes it off the list. */
    final class Entry implements AutoCloseable {

        private final String run;
        private final Thread thread = Thread.currentThread();
        private @Nullable SessionTree tree;
        private @Nullable String reason;
        private boolean interrupted;
        private final CountDownLatch gone = new CountDownLatch(1);
        private @Nullable Future<?> halts;
        private @Nullable Future<?> ends;

        private Entry(String run) {
            this.run = run;
        }

        /** Tells what runs. A cancel that came before takes effect now. */
        synchronized void opened(SessionTree opened) {
            tree = opened;
            if (reason != null) {
                opened.cancel(reason);
            }
        }

        /** Breaks the session off; what is in flight may still end. */
        private synchronized boolean leave(Deadlines deadlines) {
            SessionTree running = tree;
            if (running == null || entries.get(run) != this) {
                return false;
            }
            if (halts != null) {
                return true;
            }
            running.calls().breakOff();
            halts = deadlines.from(Duration.ZERO, running.calls()::halt);
            ends = deadlines.once(OpenCalls.PATIENCE, this::interrupt);
            return true;
        }

        private synchronized void leaveAtOnce() {
            if (tree != null) {
                tree.calls().breakOff();
            }
            interrupt();
        }

        private synchronized void interrupt() {
            if (entries.get(run) == this) {
                interrupted = true;
                thread.interrupt();
            }
        }

        private synchronized void cancel(String why) {
            if (entries.get(run) != this) {
                return;
            }
            reason = why;
            if (tree != null) {
                tree.cancel(why);
                interrupted = true;
                thread.interrupt();
            }
        }

        /** After this no cancel interrupts the thread any more, and one that did is taken back: a reply is to follow. */
        @Override
        public synchronized void close() {
            entries.remove(run, this);
            if (halts != null && ends != null) {
                halts.cancel(false);
                ends.cancel(false);
            }
            if (interrupted) {
                Thread.interrupted();
            }
            gone.countDown();
        }
    }

    /** Lists a session that is about to open on the calling thread, so that no cancel comes too early for it. */
    Entry enter(String run) {
        Entry entry = new Entry(run);
        entries.putIfAbsent(run, entry);
        return entry;
    }

    /** Cancels a session, if it runs. */
    void cancel(String run, String reason) {
        Entry entry = entries.get(run);
        if (entry != null) {
            entry.cancel(reason);
        }
    }

    /**
     * Breaks a session off.
     *
     * @return whether it runs here
     */
    boolean leave(String run, Deadlines deadlines) {
        Entry entry = entries.get(run);
        return entry != null && entry.leave(deadlines);
    }

    /** Breaks all sessions off, with what is in flight. */
    void leaveAll() {
        entries.values().forEach(Entry::leaveAtOnce);
    }

    /**
     * Waits until a session does not run here any more.
     *
     * @return whether it came to that
     */
    boolean awaitGone(String run, Duration patience) {
        Entry entry = entries.get(run);
        try {
            return entry == null || entry.gone.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
