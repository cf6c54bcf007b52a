package io.rlmgateway.repl.worker;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.SandboxProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interpreters in worker processes of this machine. */
final class WorkerPool implements Interpreters {

    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Ordinary code is hungry: splitting a text into words takes some eleven times its bytes. */
    private static final int HEAP_PER_BYTE = 12;

    /** A session with more text than this has a process to itself. */
    private static final long LARGE_BYTES = 16L << 20;

    private final SandboxProperties properties;
    private final WorkerProperties limits;
    private final Semaphore places;
    private final Workers workers;
    private final LongAdder waits = new LongAdder();
    private final LongAdder nanosWaited = new LongAdder();

    WorkerPool(SandboxProperties properties, WorkerProperties limits, Workers workers) {
        this.properties = properties;
        this.limits = limits;
        this.workers = workers;
        places = new Semaphore(properties.sessions(), true);
    }

    @Override
    public Interpreter start(InterpreterSetup setup) {
        long size = size(setup);
        long arrival = System.nanoTime();
        try {
            return start(setup, size, arrival + properties.waitTime().toNanos());
        } finally {
            waits.increment();
            nanosWaited.add(System.nanoTime() - arrival);
        }
    }

    private Interpreter start(InterpreterSetup setup, long size, long deadline) {
        boolean placed = false;
        try {
            if (!places.tryAcquire(properties.waitTime().toNanos(), TimeUnit.NANOSECONDS)) {
                throw unavailable("All " + properties.sessions() + " sandboxes are in use; try again later.", null);
            }
            placed = true;
            Interpreter interpreter = open(setup, size, deadline);
            placed = false;
            return interpreter;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Interrupted while waiting for a sandbox.", e);
        } finally {
            if (placed) {
                places.release();
            }
        }
    }

    private Interpreter open(InterpreterSetup setup, long size, long deadline) throws InterruptedException {
        WorkerNeed need = need(setup, size);
        while (true) {
            WorkerSeat seat = seat(need, deadline);
            AtomicBoolean left = new AtomicBoolean();
            try {
                return seat.open(setup, () -> {
                    if (left.compareAndSet(false, true)) {
                        seat.leave();
                        places.release();
                    }
                });
            } catch (ClosedByInterruptException e) {
                seat.leave();
                throw new InterruptedException("interrupted while a sandbox was opened");
            } catch (IOException e) {
                log.debug("A worker was gone before a session was opened in it", e);
                seat.leave();
            } catch (RuntimeException e) {
                seat.leave();
                throw e;
            }
        }
    }

    private WorkerNeed need(InterpreterSetup setup, long size) {
        return new WorkerNeed(
                limits.tenantsShareWorkers() ? "" : setup.session().tenant(),
                setup.alone() || size > LARGE_BYTES || limits.sessionsPerWorker() == 1,
                heap(size));
    }

    private WorkerSeat seat(WorkerNeed need, long deadline) throws InterruptedException {
        try {
            WorkerSeat seat = workers.take(need, deadline);
            if (seat == null) {
                throw unavailable(
                        workers.hasHeapFor(need)
                                ? "No sandbox was ready in time; try again later."
                                : "The memory for sandboxes is in use (rlm.sandbox.total-worker-heap, "
                                        + (limits.totalHeap() >> 20) + " MB); try again later.",
                        null);
            }
            return seat;
        } catch (IOException e) {
            throw unavailable("No sandbox can be started: " + e.getMessage(), e);
        }
    }

    private long heap(long size) {
        long usual = limits.workerHeap().toBytes();
        long wanted = usual / 4 + HEAP_PER_BYTE * size;
        return Math.max(usual, Math.min(wanted, Math.min(limits.maxWorkerHeap().toBytes(), limits.totalHeap())));
    }

    private long size(InterpreterSetup setup) {
        long limit = properties.maxContext().toBytes();
        long size =
                setup.session().documents().stream().mapToLong(WorkerPool::size).sum();
        if (size > limit) {
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.CONTEXT_TOO_LARGE,
                    "The documents have " + size + " bytes of text; a session holds at most " + limit
                            + " (rlm.sandbox.max-context). Ask about fewer or smaller documents.",
                    null));
        }
        return size;
    }

    private static long size(ReplDocument document) {
        try {
            return Files.size(document.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailureException unavailable(String message, @Nullable Throwable cause) {
        return new FailureException(new Failure.SandboxUnavailable(message, RETRY_AFTER), cause);
    }

    /** {@return how many sessions hold an interpreter} */
    int sessions() {
        return places() - places.availablePermits();
    }

    /** {@return how many sessions may hold one at once} */
    int places() {
        return properties.sessions();
    }

    /** {@return how often a session waited for its interpreter, however that ended} */
    long waits() {
        return waits.sum();
    }

    /** {@return how long they waited in all} */
    double nanosWaited() {
        return nanosWaited.sum();
    }

    @Override
    public boolean ready() {
        return workers.ready();
    }

    @Override
    public void close() {
        workers.close();
    }
}
