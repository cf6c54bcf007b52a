package io.rlmgateway.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on a few platform threads, each key's task once at a time. A task that somebody waits for goes to the
 * front of the queue.
 *
 * @param <K> what names a task
 */
final class BackgroundWork<K> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackgroundWork.class);
    private static final int LAST_SECONDS = 5;

    private final ConcurrentMap<K, FutureTask<Void>> tasks = new ConcurrentHashMap<>();
    private final LinkedBlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();
    private final ThreadPoolExecutor threads;

    BackgroundWork(String name, int threads) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                queue,
                Thread.ofPlatform().daemon().name(name + "-", 0).factory(),
                (task, closed) -> ((FutureTask<?>) task).cancel(false));
    }

    /** Starts a task unless one with this key waits or runs. */
    void start(K key, Runnable work) {
        FutureTask<Void> started = task(key, work);
        log.trace("Task {} is {}", key, started.state());
    }

    /**
     * Starts a task, or joins the one that waits or runs, and waits for its end.
     *
     * @return whether it ended in time
     * @throws InterruptedException when the waiting thread is interrupted; the task goes on
     */
    boolean await(K key, Runnable work, Duration wait) throws InterruptedException {
        FutureTask<Void> task = task(key, work);
        if (queue.remove(task)) {
            queue.addFirst(task);
        }
        try {
            task.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (CancellationException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private FutureTask<Void> task(K key, Runnable work) {
        FutureTask<Void> fresh = new FutureTask<>(() -> perform(key, work), null);
        FutureTask<Void> running = tasks.putIfAbsent(key, fresh);
        if (running != null) {
            return running;
        }
        threads.execute(fresh);
        return fresh;
    }

    private void perform(K key, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("Task {} failed", key, e);
            throw e;
        } finally {
            tasks.remove(key);
        }
    }

    /**
     * Stops: what waits is dropped, what runs may end within a few seconds. It is not interrupted, because an
     * interrupted read would look like a file that cannot be read.
     */
    @Override
    public void close() {
        List<Runnable> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        threads.shutdown();
        waiting.forEach(task -> ((FutureTask<?>) task).cancel(false));
        try {
            boolean ended = threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
            log.debug("Background work ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
