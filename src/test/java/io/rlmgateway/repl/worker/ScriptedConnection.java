package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection to a worker that says what a test has it say. */
final class ScriptedConnection implements Connection<ToWorker, FromWorker> {

    final BlockingQueue<ToWorker> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<FromWorker>> said = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger toUnderstand = new AtomicInteger();
    private final Semaphore understood = new Semaphore(-1);
    private volatile boolean deaf;
    private volatile @Nullable FromWorker last;

    /** The worker says something. */
    void say(FromWorker.Builder message) {
        toUnderstand.incrementAndGet();
        said.add(Optional.of(message.build()));
    }

    /** The worker says something that is still on its way when the connection is closed. */
    void sayLast(FromWorker.Builder message) {
        last = message.build();
    }

    /** Waits until the gateway has dealt with all that the worker has said. */
    void awaitUnderstood() throws InterruptedException {
        understood.acquire(toUnderstand.getAndSet(0));
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
        // asks for the first message, and then each time that it is done with one
        understood.release();
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
        FromWorker words = last;
        if (words != null) {
            said.add(Optional.of(words));
        }
        said.add(Optional.empty());
    }
}
