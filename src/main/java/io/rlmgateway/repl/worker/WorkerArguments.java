package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.SandboxProperties;
import io.rlmgateway.repl.worker.wire.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker's process is told at its start.
 *
 * @param sessions at once
 * @param warm interpreters kept ready
 * @param waitTime how long a session waits for an interpreter
 * @param threads that a session's Python may run
 * @param maxContext bytes of text that a session may hold
 */
record WorkerArguments(int sessions, int warm, Duration waitTime, int threads, long maxContext) {

    static WorkerArguments of(SandboxProperties sandbox, WorkerProperties workers, CellProperties cells) {
        return new WorkerArguments(
                workers.sessionsPerWorker(),
                Math.min(sandbox.warm(), workers.sessionsPerWorker()),
                sandbox.waitTime(),
                cells.maxThreads(),
                sandbox.maxContext().toBytes());
    }

    static WorkerArguments of(Start start) {
        return new WorkerArguments(
                start.getSessions(),
                start.getWarm(),
                Duration.ofNanos(start.getWaitNanos()),
                start.getThreads(),
                start.getMaxContext());
    }

    /**
     * The message to a remote worker.
     *
     * @param heap bytes
     */
    Start start(long heap) {
        return Start.newBuilder()
                .setVersion(ProductVersion.VALUE)
                .setHeap(heap)
                .setSessions(sessions)
                .setWarm(warm)
                .setWaitNanos(waitTime.toNanos())
                .setThreads(threads)
                .setMaxContext(maxContext)
                .build();
    }

    /**
     * The command line of a process, after its own directory.
     *
     * @param texts where the texts of documents are
     */
    List<String> line(Path texts) {
        return List.of(
                Integer.toString(sessions),
                Integer.toString(warm),
                waitTime.toString(),
                Integer.toString(threads),
                Long.toString(maxContext),
                texts.toString());
    }
}
