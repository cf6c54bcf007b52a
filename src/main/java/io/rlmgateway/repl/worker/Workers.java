package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    /** One that ends unused so soon after its start was of no use. */
    private static final Duration OF_USE = Duration.ofSeconds(3);

    /** More than are to be kept are stopped when nobody was in them for so long. */
    private static final Duration KEEP_IDLE = Duration.ofMinutes(1);

    /** So many in a row that do not start, and no session waits for the next one. */
    private static final int HOPELESS_FAILURES = 3;

    private final WorkerProperties limits;
    private final WorkerStarter starter;
    private final WorkerRoom room;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SharedWorker> workers = new ArrayList<>();
    private final List<Long> starting = new ArrayList<>();
    private final StartBackoff backoff = new StartBackoff();
    private final WorkerTally tally = new WorkerTally();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("workers").factory());
    private final Future<?> tidying;
    private @Nullable IOException failure;
    private boolean closed;

    /** Begins to start the first ones. */
    Workers(WorkerProperties limits, WorkerStarter starter, InstantSource clock) {
        this.limits = limits;
        this.starter = starter;
        room = new WorkerRoom(limits, starter, workers, starting);
        this.clock = clock;
        locked(this::replenish);
        tidying = timer.scheduleWithFixedDelay(this::tidy, 250, 250, TimeUnit.MILLISECONDS);
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

    WorkerTally tally() {
        return tally;
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
        lock.lockInterruptibly();
        try {
            while (!closed) {
                dropDead();
                SharedWorker free = best(need);
                if (free != null) {
                    enter(free, need);
                    return free;
                }
                makeRoom(need);
                if (isHopeless() || changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    return none();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** One that ends while it starts says little: it may have been killed. */
    private boolean isHopeless() {
        return starting.isEmpty() && workers.isEmpty() && failure != null && backoff.failures() >= HOPELESS_FAILURES;
    }

    private @Nullable WorkerSeat none() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw new IOException(cause.getMessage(), cause);
        }
        return null;
    }

    /** The tenant's own with the fewest sessions first, then an unused one. */
    private @Nullable SharedWorker best(WorkerNeed need) {
        return workers.stream()
                .filter(worker -> worker.takes(need) && starter.keeps(worker.worker()))
                .min(Comparator.comparingInt(SharedWorker::rank))
                .orElse(null);
    }

    private void enter(SharedWorker worker, WorkerNeed need) {
        worker.enter(need);
        backoff.succeeded();
        failure = null;
        replenish();
    }

    private void makeRoom(WorkerNeed need) {
        if (starting.stream().anyMatch(heap -> heap >= need.heap())) {
            return;
        }
        if (!mayStart() || room.heapLeft() + idleHeap() < need.heap()) {
            return;
        }
        if (room.isFull()) {
            workers.stream().filter(SharedWorker::idle).findFirst().ifPresent(this::retire);
        }
        workers.stream().filter(SharedWorker::idle).toList().stream()
                .takeWhile(worker -> room.heapLeft() < need.heap())
                .forEach(this::retire);
        if (!room.isFull() && room.heapLeft() >= need.heap()) {
            start(need.heap());
        }
    }

    /** {@return bytes that would be free without the idle ones} */
    private long idleHeap() {
        return workers.stream()
                .filter(SharedWorker::idle)
                .mapToLong(worker -> worker.worker().heap())
                .sum();
    }

    /** {@return whether a process with so much memory can be started beside those that there are} */
    boolean hasHeapFor(WorkerNeed need) {
        lock.lock();
        try {
            return room.heapLeft() >= need.heap();
        } finally {
            lock.unlock();
        }
    }

    /** One unused worker is always there, if there may be one more; and so many in all. */
    private void replenish() {
        long unused = workers.stream().filter(SharedWorker::unused).count() + starting.size();
        long usual = limits.workerHeap().toBytes();
        while (!room.isFull()
                && room.heapLeft() >= usual
                && (workers.size() + starting.size() < limits.workers() || unused < 1)) {
            if (!start(usual)) {
                return;
            }
            unused++;
        }
    }

    /** {@return whether one is started; not now, if the last ones were of no use} */
    private boolean start(long heap) {
        if (!mayStart()) {
            return false;
        }
        starting.add(heap);
        Thread.ofVirtual().name("worker-start").start(() -> {
            try {
                started(new SharedWorker(starter.start(heap), limits, clock.instant(), this::left), heap);
            } catch (IOException | RuntimeException | Error e) {
                log.error("No sandbox worker can be started: {}", e.getMessage());
                locked(() -> {
                    starting.remove(heap);
                    failed(e instanceof IOException io ? io : new IOException(e.getMessage(), e));
                });
            }
        });
        return true;
    }

    private boolean mayStart() {
        Instant now = clock.instant();
        return !closed && room.mayStart(now) && !backoff.left(now).isPositive();
    }

    private void failed(IOException cause) {
        failure = cause;
        backoff.failed(clock.instant());
    }

    private void started(SharedWorker worker, long heap) {
        locked(() -> {
            starting.remove(heap);
            workers.add(worker);
            if (tally.begin() == 1) {
                String confinement = worker.worker().state().getConfinement();
                log.info("Python runs in worker processes; the system confines them by {}", confinement);
            }
            if (closed) {
                retire(worker);
            }
        });
        worker.worker().onExit().thenAccept(exited -> locked(this::dropDead)).exceptionally(failed -> {
            log.debug("The end of a worker could not be handled", failed);
            return null;
        });
    }

    private void dropDead() {
        List<SharedWorker> dead =
                workers.stream().filter(worker -> !worker.worker().alive()).toList();
        if (dead.isEmpty()) {
            return;
        }
        workers.removeAll(dead);
        tally.lose(dead.size());
        Instant soon = clock.instant().minus(OF_USE);
        if (dead.stream().anyMatch(worker -> worker.unused() && worker.started().isAfter(soon))) {
            log.warn("A sandbox worker ended as soon as it had started");
            backoff.failed(clock.instant());
        }
        replenish();
    }

    private void left(SharedWorker worker) {
        locked(() -> {
            worker.left(clock.instant());
            if (worker.idle() && (worker.wornOut() || worker.sized())) {
                retire(worker);
            }
            replenish();
        });
    }

    private void retire(SharedWorker worker) {
        if (workers.remove(worker)) {
            tally.stop();
        }
        worker.worker().stop();
    }

    /** Stops what is not needed any more, and starts what could not be started before. */
    void tidy() {
        locked(() -> {
            Instant longAgo = clock.instant().minus(KEEP_IDLE);
            List<SharedWorker> idle = workers.stream()
                    .filter(worker -> !worker.unused() && worker.idleSince(longAgo))
                    .toList();
            idle.stream().limit(Math.max(0, workers.size() - limits.workers())).forEach(this::retire);
            workers.stream()
                    .filter(worker -> worker.idle() && (worker.wornOut() || !starter.keeps(worker.worker())))
                    .toList()
                    .forEach(this::retire);
            replenish();
        });
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
        tidying.cancel(false);
        timer.shutdown();
        locked(() -> {
            closed = true;
            List.copyOf(workers).forEach(this::retire);
        });
    }
}
