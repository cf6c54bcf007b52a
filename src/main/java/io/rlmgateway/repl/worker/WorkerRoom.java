package io.rlmgateway.repl.worker;

import java.time.Instant;
import java.util.List;

/**
 * What room there is for one more process. Used under the lock of {@link Workers}.
 *
 * @param workers those that there are
 * @param starting the heaps of those that are being started, in bytes
 */
record WorkerRoom(WorkerProperties limits, WorkerStarter starter, List<SharedWorker> workers, List<Long> starting) {

    /** {@return whether there are as many as there may be} */
    boolean isFull() {
        return workers.size() + starting.size() >= Math.min(limits.maxWorkers(), starter.capacity());
    }

    /** {@return bytes that the heaps of further ones may have together; less than none when documents are large} */
    long heapLeft() {
        return limits.totalHeap()
                - workers.stream().mapToLong(worker -> worker.worker().heap()).sum()
                - starting.stream().mapToLong(Long::longValue).sum();
    }

    /** {@return whether one more may start now: fewer at once are of use sooner, and most sessions can share them} */
    boolean mayStart(Instant now) {
        long warming =
                workers.stream().filter(worker -> worker.isWarmingUp(now)).count();
        return starting.size() + warming < starter.startsAtOnce();
    }
}
