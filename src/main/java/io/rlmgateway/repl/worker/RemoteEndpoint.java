package io.rlmgateway.repl.worker;

import io.grpc.Metadata;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Start;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker of another machine, which has started a process for this gateway alone. */
final class RemoteEndpoint implements WorkerEndpoint {

    private static final Logger log = LoggerFactory.getLogger(RemoteEndpoint.class);

    private final String name;
    private final RemoteChannel channel;
    private final GrpcConnection<ToWorker, FromWorker> own;
    private final String lease;

    /**
     * Has the worker start a process.
     *
     * @param name of the worker
     * @param within how long it may take
     * @throws IOException when it does not, or not in time; the message says why
     */
    RemoteEndpoint(String name, RemoteChannel channel, Start start, Duration within) throws IOException {
        this.name = name;
        this.channel = channel;
        own = channel.hold();
        CompletableFuture<Void> started = new CompletableFuture<>();
        started.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            log.info("The worker {} has started no process in {} s", name, within.toSeconds());
            own.close();
            return null;
        });
        try {
            own.send(ToWorker.newBuilder().setStart(start).build());
            lease = lease(own.receive());
        } catch (IOException e) {
            own.close();
            throw e;
        } finally {
            started.complete(null);
        }
    }

    private static String lease(@Nullable FromWorker answer) throws IOException {
        if (answer == null || !answer.hasStarted()) {
            throw new IOException("it has not started a process");
        }
        return answer.getStarted().getLease();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Connection<ToWorker, FromWorker> own() {
        return own;
    }

    @Override
    public Connection<ToWorker, FromWorker> session() {
        return new TextSender(channel.session(lease), channel.hashes());
    }

    /** Whoever started the process sees to that. */
    @Override
    public boolean isStopped() {
        return false;
    }

    /** The worker kills its process when this connection ends. */
    @Override
    public void kill() {
        own.close();
    }

    @Override
    public CompletableFuture<OptionalInt> onExit() {
        return own.onEnd().thenApply(RemoteEndpoint::exitCode);
    }

    private static OptionalInt exitCode(Metadata trailers) {
        String code = trailers.get(WorkerCalls.EXIT_CODE);
        return code != null && code.matches("[0-9]{1,3}")
                ? OptionalInt.of(Integer.parseInt(code))
                : OptionalInt.empty();
    }
}
