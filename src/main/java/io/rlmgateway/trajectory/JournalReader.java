package io.rlmgateway.trajectory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Reads the journal on a few platform threads, for callers on virtual threads whose carriers SQLite would hold. */
final class JournalReader implements AutoCloseable {

    private static final int THREADS = 4;

    private final EventStore store;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("journal-reader-", 0).daemon().factory());

    JournalReader(EventStore store) {
        this.store = store;
    }

    /**
     * Reads.
     *
     * @param query what to read
     * @return what was read
     */
    <T> T read(Function<EventStore, T> query) {
        try {
            return CompletableFuture.supplyAsync(() -> query.apply(store), threads)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
