package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.worker.wire.Cancel;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what a session is asked for: tells the worker when it must stop, and ends the worker when that goes on. Who waits
 * for the answer is let go then, and does not wait for the process to end.
 */
final class CellWatch {

    private static final Logger log = LoggerFactory.getLogger(CellWatch.class);
    private static final Duration STOP_WITHIN = Duration.ofMillis(50);

    private final Connection<ToWorker, FromWorker> connection;
    private final Consumer<String> killer;

    /**
     * A watch over nothing yet.
     *
     * @param killer ends the worker, for a reason
     */
    CellWatch(Connection<ToWorker, FromWorker> connection, Consumer<String> killer) {
        this.connection = connection;
        this.killer = killer;
    }

    /** Begins to watch until the answer is there. */
    void start(CellClock clock, CompletableFuture<FromWorker> answer) {
        clock.start(reason -> stop(answer, reason));
    }

    /** A worker that reads nothing would never let the message go, so that is not waited for. */
    private void stop(CompletableFuture<FromWorker> answer, String reason) {
        Thread.ofVirtual().name("sandbox-cancel").start(() -> cancel(reason));
        try {
            answer.get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.info("A sandbox worker is killed, because a cell that had to be stopped went on ({})", reason);
            killer.accept(reason);
            // whatever the process still does, it can reach nobody any more: its end need not be waited for
            answer.completeExceptionally(new IOException("the worker was killed: " + reason));
        } catch (ExecutionException e) {
            log.debug("A cell that had to be stopped is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel(String reason) {
        try {
            connection.send(ToWorker.newBuilder()
                    .setCancel(Cancel.newBuilder().setReason(reason))
                    .build());
        } catch (IOException e) {
            log.debug("A cell that had to be stopped is gone", e);
        }
    }
}
