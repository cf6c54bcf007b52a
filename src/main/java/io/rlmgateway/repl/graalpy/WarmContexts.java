package io.rlmgateway.repl.graalpy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final Queue<CompletableFuture<PythonContext>> ready = new ConcurrentLinkedQueue<>();
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
        for (int i = 0; i < count; i++) {
            startNext();
        }
    }

    private void startNext() {
        ready.add(CompletableFuture.supplyAsync(starter, background));
    }

    /**
     * An interpreter that nobody used.
     *
     * @param wait how long to wait for it
     * @throws ExecutionException when Python does not start
     * @throws TimeoutException when none was ready in time
     */
    PythonContext take(Duration wait) throws InterruptedException, ExecutionException, TimeoutException {
        startNext();
        CompletableFuture<PythonContext> next = ready.remove();
        try {
            return next.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            discard(next);
            throw e;
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        ready.forEach(WarmContexts::discard);
    }

    private static void discard(CompletableFuture<PythonContext> unused) {
        var closed = unused.thenAccept(context -> context.close(() -> {}));
        if (closed.isCompletedExceptionally()) {
            log.debug("A Python context that nobody needed did not start");
        }
    }
}
