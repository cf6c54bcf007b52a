package io.rlmgateway.repl.worker;

import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the processes that run Python.
 *
 * @param workers processes that are started before they are needed
 * @param maxWorkers processes at once
 * @param sessionsPerWorker sessions that share a process; 1 for the strictest isolation
 * @param sessionsPerWorkerLife sessions after which a process is replaced
 * @param workerHeap memory for the objects of a process's sessions; one with a large context gets more
 * @param maxWorkerHeap the most that a process gets
 * @param totalWorkerHeap memory for the objects of all processes together; on this machine by default three quarters of
 *     what it has besides the service's own, on others no limit
 * @param tenantsShareWorkers whether sessions of different tenants may share a process
 */
@ConfigurationProperties("rlm.sandbox")
record WorkerProperties(
        @DefaultValue("2") @Positive int workers,
        @DefaultValue("8") @Positive int maxWorkers,
        @DefaultValue("8") @Positive int sessionsPerWorker,
        @DefaultValue("2000") @Positive int sessionsPerWorkerLife,
        @DefaultValue("1GB") DataSize workerHeap,
        @DefaultValue("8GB") DataSize maxWorkerHeap,
        @Nullable DataSize totalWorkerHeap,
        @DefaultValue("false") boolean tenantsShareWorkers) {

    /** Checks what no single property shows. */
    WorkerProperties {
        if (totalWorkerHeap != null && totalWorkerHeap.compareTo(workerHeap) < 0) {
            throw new IllegalArgumentException("rlm.sandbox.total-worker-heap is " + totalWorkerHeap.toMegabytes()
                    + " MB, less than the rlm.sandbox.worker-heap of a single process, " + workerHeap.toMegabytes()
                    + " MB");
        }
    }

    /** The machine's share for workers, of four quarters; the others are for what a process has beside its heap. */
    private static final int QUARTERS = 3;

    /**
     * The same with a limit to the memory of all processes.
     *
     * @param memory bytes that this machine has besides the service's own
     */
    WorkerProperties within(long memory) {
        if (totalWorkerHeap != null) {
            return this;
        }
        long wanted = workers * workerHeap.toBytes();
        DataSize total = DataSize.ofBytes(Math.max(wanted, memory / 4 * QUARTERS));
        return new WorkerProperties(
                workers,
                maxWorkers,
                sessionsPerWorker,
                sessionsPerWorkerLife,
                workerHeap,
                maxWorkerHeap,
                total,
                tenantsShareWorkers);
    }

    /** {@return bytes for the objects of all processes together} */
    long totalHeap() {
        return totalWorkerHeap == null ? Long.MAX_VALUE : totalWorkerHeap.toBytes();
    }
}
