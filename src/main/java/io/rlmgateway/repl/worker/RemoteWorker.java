package io.rlmgateway.repl.worker;

import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Start;
import io.rlmgateway.repl.worker.wire.Started;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker for gateways elsewhere. It runs no Python itself: for the one gateway that has it, it starts a process as a
 * gateway does on its own machine, passes messages between the two, and kills the process when the gateway is gone. The
 * next gateway, or the same for another tenant, gets a new process.
 */
final class RemoteWorker {

    private static final Logger log = LoggerFactory.getLogger(RemoteWorker.class);

    private final Starter starter;
    private final Path directory;
    private final long maxHeap;
    private @Nullable GrpcConnection<FromWorker, ToWorker> holder;
    private volatile @Nullable WorkerLease lease;

    /** Starts a process. */
    @FunctionalInterface
    interface Starter {

        /**
         * Starts one.
         *
         * @param texts a directory that it may read
         * @throws IOException when it does not start
         */
        WorkerProcess start(WorkerArguments arguments, long heap, Path texts) throws IOException;
    }

    /**
     * A worker that nobody has yet.
     *
     * @param directory for texts
     * @param maxHeap bytes that a process gets at most
     */
    RemoteWorker(Starter starter, Path directory, long maxHeap) {
        this.starter = starter;
        this.directory = directory;
        this.maxHeap = maxHeap;
    }

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(WorkerCalls.SERVICE)
                .addMethod(WorkerCalls.HOLD, GrpcService.of("gateway", (connection, headers) -> hold(connection)))
                .addMethod(WorkerCalls.SESSION, GrpcService.of("session", this::session))
                .build();
    }

    private void hold(GrpcConnection<FromWorker, ToWorker> connection) {
        try {
            ToWorker first = connection.receive();
            if (first == null || !first.hasStart()) {
                end(connection, Status.INVALID_ARGUMENT, "it must be told to start first");
            } else if (!first.getStart().getVersion().equals(ProductVersion.VALUE)) {
                end(connection, Status.FAILED_PRECONDITION, "it is of another build: " + ProductVersion.VALUE);
            } else if (first.getStart().getHeap() > maxHeap) {
                end(
                        connection,
                        Status.OUT_OF_RANGE,
                        heapRefused(first.getStart().getHeap()));
            } else if (!take(connection)) {
                end(connection, Status.UNAVAILABLE, "it serves another gateway");
            } else {
                serve(connection, first.getStart());
            }
        } catch (IOException | RuntimeException e) {
            log.debug("A gateway is gone", e);
            end(connection, Status.ABORTED, e.getMessage());
        }
    }

    private String heapRefused(long heap) {
        return "a heap of " + (heap >> 20) + " MB is wanted, and it gives " + (maxHeap >> 20)
                + " MB at most (RLM_WORKER_MAX_HEAP there)";
    }

    /** {@return whether nobody else has it; who is just leaving is waited for} */
    private synchronized boolean take(GrpcConnection<FromWorker, ToWorker> connection) throws IOException {
        try {
            while (holder != null && holder.hasEnded()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (holder != null) {
            return false;
        }
        holder = connection;
        return true;
    }

    private synchronized void leave() {
        lease = null;
        holder = null;
        notifyAll();
    }

    private void serve(GrpcConnection<FromWorker, ToWorker> connection, Start start) throws IOException {
        try (WorkerLease taken = start(connection, start)) {
            lease = taken;
            connection.send(FromWorker.newBuilder()
                    .setStarted(Started.newBuilder().setLease(taken.secret()))
                    .build());
            taken.answerPings();
            end(connection, Status.OK, "");
        } finally {
            leave();
        }
    }

    private WorkerLease start(GrpcConnection<FromWorker, ToWorker> connection, Start start) throws IOException {
        WorkerArguments arguments = WorkerArguments.of(start);
        long limit = Math.multiplyExact(arguments.maxContext(), arguments.sessions());
        Path texts = Files.createTempDirectory(directory, "texts-");
        try {
            WorkerProcess process = starter.start(arguments, start.getHeap(), texts);
            return new WorkerLease(connection, process, new TextStore(texts, limit));
        } catch (IOException e) {
            log.error("No process can be started: {}", e.getMessage());
            WorkerDirectories.delete(texts);
            throw e;
        }
    }

    private void session(GrpcConnection<FromWorker, ToWorker> connection, Metadata headers) {
        WorkerLease current = lease;
        if (current == null || !current.secret().equals(headers.get(WorkerCalls.LEASE))) {
            end(connection, Status.FAILED_PRECONDITION, "this gateway has not got the worker, or no longer");
            return;
        }
        try {
            current.serve(connection);
        } catch (IOException | RuntimeException e) {
            log.debug("A session ended", e);
            end(connection, Status.ABORTED, e.getMessage());
        }
    }

    private static void end(
            GrpcConnection<FromWorker, ToWorker> connection, Status status, @Nullable String description) {
        connection.end(status.withDescription(description), new Metadata());
    }
}
