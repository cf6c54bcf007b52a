package io.rlmgateway.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Watches how much memory a process has in RAM, a hundred times a second. */
final class PeakMemory implements AutoCloseable {

    private static final long EVERY = 10_000_000;

    private final ProcessHandle process;
    private final long before;
    private final AtomicLong peak;
    private final Thread watcher;
    private volatile boolean ended;

    PeakMemory(ProcessHandle process) {
        this.process = process;
        this.before = ProcessFacts.residentBytes(process);
        this.peak = new AtomicLong(before);
        this.watcher = Thread.ofPlatform().name("peak-memory").daemon().start(this::watch);
    }

    private void watch() {
        while (!ended) {
            look();
            LockSupport.parkNanos(EVERY);
        }
    }

    private void look() {
        peak.accumulateAndGet(ProcessFacts.residentBytes(process), Math::max);
    }

    /** {@return by how many bytes the process has grown at most since the watch began} */
    long growth() {
        look();
        return peak.get() - before;
    }

    @Override
    public void close() {
        ended = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
