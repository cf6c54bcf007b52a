package io.rlmgateway.repl.graalpy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interpreters that are started ahead of need; whoever takes one has the next one started. */
final class WarmContexts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WarmContexts.class);

    private final Supplier<PythonContext> starter;
    private final int count;
    private final Deque<CompletableFuture<PythonContext>> waiting = new ArrayDeque<>();
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("python-start").daemon().factory());

    /**
     * Begins to start the first ones.
     *
     * @param starter starts one
     * @param count how many are kept
     */
    WarmContexts(Supplier<PythonContext> starter, int count) {
        this.starter = starter;
        this.count = count;
        fill(count);
    }

    /** {@return whether one is there for the taking} */
    synchronized boolean ready() {
        return waiting.stream().anyMatch(next -> next.isDone() && !next.isCompletedExceptionally());
    }

    private synchronized void fill(int size) {
        while (waiting.size() < size) {
            waiting.addLast(CompletableFuture.supplyAsync(starter, background));
        }
    }

    private synchronized CompletableFuture<PythonContext> next() {
        fill(count + 1);
        return waiting.removeFirst();
    }

    /** One that was waited for in vain is the next one to be taken. */
    private synchronized void putBack(CompletableFuture<PythonContext> late) {
        waiting.addFirst(late);
    }

    /**
     * An interpreter that nobody used.
     *
     * @param wait how long to wait for it
     * @throws ExecutionException when Python does not start
     * @throws TimeoutException when none was ready in time
     */
    PythonContext take(Duration wait) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<PythonContext> next = next();
        try {
            return next.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            putBack(next);
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        background.shutdownNow();
        waiting.forEach(WarmContexts::discard);
    }

    private static void discard(CompletableFuture<PythonContext> unused) {
        var closed = unused.thenAccept(context -> context.close(() -> {}));
        if (closed.isCompletedExceptionally()) {
            log.debug("A Python context that nobody needed did not start");
        }
    }
}
