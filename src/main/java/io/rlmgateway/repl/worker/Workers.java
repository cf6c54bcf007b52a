package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes: some are started ahead of need; a session gets a place in one of its tenant's, or in an unused
 * one. Dead, worn out and superfluous ones are replaced.
 */
final class Workers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    /** Starts a process. */
    @FunctionalInterface
    interface Starter {
        WorkerProcess start(long heap) throws IOException;
    }

    private final WorkerProperties limits;
    private final Starter starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SharedWorker> workers = new ArrayList<>();
    private int starting;
    private @Nullable IOException failure;
    private boolean closed;
    private boolean told;

    /** Begins to start the first ones. */
    Workers(WorkerProperties limits, Starter starter) {
        this.limits = limits;
        this.starter = starter;
        locked(this::replenish);
    }

    /** {@return whether a process has an interpreter ready} */
    boolean ready() {
        lock.lock();
        try {
            return workers.stream().anyMatch(SharedWorker::warm);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place in a worker.
     *
     * @param deadline as {@link System#nanoTime}
     * @return the place, or null when there was none in time
     * @throws IOException when workers do not start
     */
    @Nullable
    WorkerSeat take(WorkerNeed need, long deadline) throws InterruptedException, IOException {
        lock.lock();
        try {
            failure = null;
            while (!closed) {
                dropDead();
                SharedWorker free = best(need);
                if (free != null) {
                    free.enter(need);
                    replenish();
                    return free;
                }
                makeRoom(need);
                if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    return null;
                }
                if (failure != null) {
                    throw failure;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The tenant's own with the fewest sessions first, then an unused one. */
    private @Nullable SharedWorker best(WorkerNeed need) {
        return workers.stream()
                .filter(worker -> worker.takes(need))
                .min(Comparator.comparingInt(SharedWorker::rank))
                .orElse(null);
    }

    private void makeRoom(WorkerNeed need) {
        if (starting > 0 && need.heap() <= limits.workerHeap().toBytes()) {
            return;
        }
        if (workers.size() + starting >= limits.maxWorkers()) {
            workers.stream().filter(SharedWorker::idle).findFirst().ifPresent(this::retire);
        }
        if (workers.size() + starting < limits.maxWorkers()) {
            start(need.heap());
        }
    }

    /** One unused worker is always there, if there may be one more; and so many in all. */
    private void replenish() {
        long unused = workers.stream().filter(SharedWorker::unused).count() + starting;
        while (!closed
                && workers.size() + starting < limits.maxWorkers()
                && (workers.size() + starting < limits.workers() || unused < 1)) {
            start(limits.workerHeap().toBytes());
            unused++;
        }
    }

    private void start(long heap) {
        starting++;
        Thread.ofVirtual().name("worker-start").start(() -> {
            try {
                started(new SharedWorker(starter.start(heap), limits, this::left));
            } catch (IOException | RuntimeException e) {
                log.error("No sandbox worker can be started", e);
                locked(() -> {
                    starting--;
                    failure = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
                });
            }
        });
    }

    private void started(SharedWorker worker) {
        locked(() -> {
            starting--;
            workers.add(worker);
            tellOnce(worker.process().state().getConfinement());
            if (closed) {
                retire(worker);
            }
        });
        worker.process().onExit().thenAccept(exited -> locked(this::dropDead)).exceptionally(failed -> {
            log.debug("The end of a worker could not be handled", failed);
            return null;
        });
    }

    private void tellOnce(String confinement) {
        if (!told) {
            told = true;
            log.info("Python runs in worker processes; the system confines them by {}", confinement);
        }
    }

    private void dropDead() {
        if (workers.removeIf(worker -> !worker.process().alive())) {
            replenish();
        }
    }

    private void left(SharedWorker worker) {
        locked(() -> {
            if (worker.idle() && (worker.wornOut() || surplus(worker))) {
                retire(worker);
            }
            replenish();
        });
    }

    /** One with more memory than usual is not kept for the next session, which will seldom need it. */
    private boolean surplus(SharedWorker worker) {
        return worker.process().heap() > limits.workerHeap().toBytes();
    }

    private void retire(SharedWorker worker) {
        workers.remove(worker);
        worker.process().stop();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            List.copyOf(workers).forEach(this::retire);
        });
    }
}
