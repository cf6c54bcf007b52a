package io.rlmgateway.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that run now, so that they can be cancelled. */
final class RunningSessions {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A running session; closing it takes it off the list. */
    final class Entry implements AutoCloseable {

        private final SessionTree tree;
        private final Thread thread = Thread.currentThread();
        private boolean interrupted;

        private Entry(SessionTree tree) {
            this.tree = tree;
        }

        private synchronized void cancel(String reason) {
            if (entries.get(tree.trajectory().run()) == this) {
                tree.cancel(reason);
                interrupted = true;
                thread.interrupt();
            }
        }

        /** After this no cancel interrupts the thread any more, and one that did is taken back: a reply is to follow. */
        @Override
        public synchronized void close() {
            entries.remove(tree.trajectory().run(), this);
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }

    /** Lists a session that runs on the calling thread. */
    Entry enter(SessionTree tree) {
        Entry entry = new Entry(tree);
        entries.put(tree.trajectory().run(), entry);
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
