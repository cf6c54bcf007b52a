package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A connection to a worker that says what a test has it say. */
final class ScriptedConnection implements Connection<ToWorker, FromWorker> {

    final BlockingQueue<ToWorker> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<FromWorker>> said = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean deaf;

    /** The worker says something. */
    void say(FromWorker.Builder message) {
        said.add(Optional.of(message.build()));
    }

    /** From now on what is sent is never read. */
    void readNothing() {
        deaf = true;
    }

    @Override
    public void send(ToWorker message) throws IOException {
        if (closed.getCount() == 0) {
            throw new IOException("closed");
        }
        sent.add(message);
        if (deaf) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }
    }

    @Override
    public @Nullable FromWorker receive() throws IOException {
        try {
            return said.take().orElse(null);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void finish() {
        said.add(Optional.empty());
    }

    @Override
    public void close() {
        closed.countDown();
        said.add(Optional.empty());
    }
}
