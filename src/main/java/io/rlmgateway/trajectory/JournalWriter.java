package io.rlmgateway.trajectory;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. What waits when it comes round goes into one commit. It is a platform thread,
 * because SQLite's native calls would hold the carrier of a virtual one; callers wait on a future.
 */
final class JournalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int CHANGES_OF_A_COMMIT = 256;
    private static final int KIBIBYTE = 1024;

    /** What may wait, in KiB; a caller beyond it waits for room. */
    private static final int ROOM = 64 * KIBIBYTE;

    private final EventStore store;
    private final Watcher watcher;
    private final Semaphore room = new Semaphore(ROOM, true);
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock door = new ReentrantLock();
    private final Thread thread;
    private boolean closed;

    /**
     * Starts the thread.
     *
     * @param store where changes go
     * @param watcher hears what became of each change, before its caller goes on
     */
    JournalWriter(EventStore store, Watcher watcher) {
        this.store = store;
        this.watcher = watcher;
        this.thread = Thread.ofPlatform().name("journal").start(this::run);
    }

    /**
     * Stores a change. An interrupt does not cut it short.
     *
     * @param size bytes that the change holds
     * @param change makes the change once there is room for it, in the order in which changes are stored, one at a time
     * @return whether it was applied, false when the store refused it
     * @throws FailureException when it could not be stored
     */
    boolean write(int size, Supplier<? extends Change> change) {
        int permits = Math.clamp(size / KIBIBYTE + 1L, 1, ROOM);
        room.acquireUninterruptibly(permits);
        try {
            return enqueue(change).join();
        } catch (CompletionException e) {
            throw new FailureException(
                    new Failure.Internal("The journal cannot be written; the log of the service says why."),
                    e.getCause());
        } finally {
            room.release(permits);
        }
    }

    /** Stores what waits, then frees the store. Later changes fail. */
    @Override
    public void close() {
        door.lock();
        try {
            if (!closed) {
                closed = true;
                queue.add(new End());
            }
        } finally {
            door.unlock();
        }
        awaitEnd();
    }

    /**
     * Has a change stored, in its place among the others, without waiting; it takes little room.
     *
     * @param change makes the change, in the order in which changes are stored, one at a time
     * @return whether it was applied, to come
     * @throws FailureException when the journal is closed
     */
    CompletableFuture<Boolean> enqueue(Supplier<? extends Change> change) {
        door.lock();
        try {
            if (closed) {
                throw new FailureException(new Failure.Internal("The service is being stopped."));
            }
            Waiting waiting = new Waiting(change.get(), new CompletableFuture<>());
            queue.add(waiting);
            return waiting.outcome();
        } finally {
            door.unlock();
        }
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean open = true;
        while (open) {
            List<Waiting> commit = new ArrayList<>();
            open = fill(commit);
            if (!commit.isEmpty()) {
                store(commit);
            }
        }
        store.close();
    }

    /** Waits for a first change and takes what waits behind it; false after the last one. */
    private boolean fill(List<Waiting> commit) {
        @Nullable Entry entry = take();
        while (entry instanceof Waiting waiting) {
            commit.add(waiting);
            if (commit.size() == CHANGES_OF_A_COMMIT) {
                return true;
            }
            entry = queue.poll();
        }
        return entry == null;
    }

    private Entry take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                LOG.debug("The journal's thread ends when it is closed, not when it is interrupted", e);
            }
        }
    }

    private void store(List<Waiting> commit) {
        try {
            List<Change> changes = commit.stream().map(Waiting::change).toList();
            List<Boolean> outcomes = store.write(changes, changes.stream().anyMatch(JournalWriter::endsRun));
            for (int i = 0; i < commit.size(); i++) {
                complete(commit.get(i), outcomes.get(i));
            }
        } catch (SQLException | RuntimeException | Error e) {
            // errors too: a thread that dies here would leave its callers waiting for ever
            LOG.error("The journal could not store {} changes", commit.size(), e);
            commit.forEach(waiting -> fail(waiting, e));
        }
    }

    private void complete(Waiting waiting, boolean applied) {
        if (applied) {
            watcher.applied(waiting.change());
        } else {
            watcher.lost(waiting.change());
        }
        waiting.outcome().complete(applied);
    }

    private void fail(Waiting waiting, Throwable cause) {
        if (!waiting.outcome().isDone()) {
            watcher.lost(waiting.change());
            waiting.outcome().completeExceptionally(cause);
        }
    }

    private static boolean endsRun(Change change) {
        return change instanceof Change.Append append && append.event().endsRun();
    }

    /** Hears what became of changes, in order, on the thread that writes. */
    interface Watcher {

        /** A change was applied. */
        void applied(Change change);

        /** A change was refused or could not be stored. */
        void lost(Change change);
    }

    /** What stands in the queue. */
    private sealed interface Entry {}

    /** The last entry. */
    private record End() implements Entry {}

    /** A change whose caller waits. */
    private record Waiting(Change change, CompletableFuture<Boolean> outcome) implements Entry {}
}
