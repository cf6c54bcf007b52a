package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inside of a worker process: takes connections, the first of which is the worker's own. */
final class WorkerServer {

    private static final Logger log = LoggerFactory.getLogger(WorkerServer.class);

    private final ServerSocketChannel socket;
    private final Interpreters interpreters;
    private final String confinement;
    private final Runnable whenGatewayIsGone;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("output").daemon().factory());

    /**
     * A worker that serves nobody yet.
     *
     * @param socket where the gateway connects to
     * @param interpreters what runs Python
     * @param confinement what the operating system holds back, in words
     * @param whenGatewayIsGone ends the process
     */
    WorkerServer(
            ServerSocketChannel socket, Interpreters interpreters, String confinement, Runnable whenGatewayIsGone) {
        this.socket = socket;
        this.interpreters = interpreters;
        this.confinement = confinement;
        this.whenGatewayIsGone = whenGatewayIsGone;
    }

    /** Serves until the gateway ends the worker's own connection. */
    void serve() throws IOException {
        SocketChannel own = socket.accept();
        Thread.ofPlatform().name("gateway").start(() -> answerPings(own));
        while (true) {
            SocketChannel channel = socket.accept();
            Thread.ofPlatform().name("session").daemon().start(() -> serve(channel));
        }
    }

    private void serve(SocketChannel channel) {
        try {
            new SessionServer(SocketConnection.uninterruptible(channel, ToWorker.parser()), interpreters, timer)
                    .serve();
        } catch (IOException e) {
            log.debug("A session could not be served", e);
        }
    }

    /** The end of this connection, or of what came through it, is the end of the process. */
    private void answerPings(SocketChannel own) {
        try (var connection = new SocketConnection<FromWorker, ToWorker>(own, ToWorker.parser())) {
            while (connection.receive() != null) {
                connection.send(FromWorker.newBuilder().setPong(pong()).build());
            }
        } catch (IOException e) {
            // the gateway is gone
        } finally {
            whenGatewayIsGone.run();
        }
    }

    private Pong pong() {
        return Pong.newBuilder()
                .setVersion(ProductVersion.VALUE)
                .setWarm(interpreters.ready() ? 1 : 0)
                .setHeapUsed(heapAfterCollection())
                .setConfinement(confinement)
                .build();
    }

    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
