package io.rlmgateway.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
            if (interrupted) {
                Thread.interrupted();
            }
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

    /** Cancels all sessions. */
    void cancelAll(String reason) {
        entries.values().forEach(entry -> entry.cancel(reason));
    }
}
