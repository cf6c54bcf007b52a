package io.rlmgateway.repl.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a call of gRPC, at either end of it. One message is asked for at a time, so that the other side's are
 * held back while nobody receives.
 *
 * @param <S> what is sent
 * @param <R> what is received
 */
final class GrpcConnection<S extends MessageLite, R extends MessageLite> implements Connection<S, R> {

    /** This end of the call. */
    interface Call {

        /** {@return whether a message can go off without piling up here} */
        boolean isReady();

        /** Lets one more message come. */
        void request();

        void send(byte[] message);

        /** Sends nothing more. */
        void finish();

        /** Ends both directions. */
        void end(Status status, Metadata trailers);
    }

    private final Call call;
    private final Parser<R> parser;
    /** Held while something is sent; what gRPC calls back never takes it. */
    private final ReentrantLock sending = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> received = new ArrayDeque<>();
    private final CompletableFuture<Metadata> end = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private boolean finished;
    private boolean ended;
    private @Nullable IOException broken;

    GrpcConnection(Call call, Parser<R> parser) {
        this.call = call;
        this.parser = parser;
    }

    @Override
    public void send(S message) throws IOException {
        byte[] bytes = message.toByteArray();
        sending.lock();
        try {
            awaitReady();
            call.send(bytes);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IllegalStateException e) {
            throw new IOException("the connection is closed", e);
        } finally {
            sending.unlock();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!finished && !call.isReady()) {
                changed.await();
            }
            if (finished) {
                throw ending();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable R receive() throws IOException {
        byte[] message;
        try {
            message = take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (message == null) {
            return null;
        }
        call.request();
        return SocketConnection.parse(message, parser);
    }

    private byte @Nullable [] take() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (received.isEmpty() && !ended) {
                changed.await();
            }
            if (received.isEmpty() && broken != null) {
                throw ending();
            }
            return received.poll();
        } finally {
            lock.unlock();
        }
    }

    /** As for a socket, an interrupt is the end of the connection. */
    private IOException interrupted() {
        Thread.currentThread().interrupt();
        close();
        return new ClosedByInterruptException();
    }

    private IOException ending() {
        IOException cause = broken;
        if (cause == null) {
            return new IOException("the connection is closed");
        }
        return cause instanceof InvalidProtocolBufferException
                ? new InvalidProtocolBufferException(cause)
                : new IOException(cause.getMessage(), cause);
    }

    @Override
    public void finish() {
        locked(() -> finished = true);
        sending.lock();
        try {
            call.finish();
        } catch (IllegalStateException e) {
            // it ended before
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        end(Status.CANCELLED.withDescription("closed"), new Metadata());
    }

    /** Ends both directions and tells the other side why, if this is the worker's end. The first reason counts. */
    void end(Status status, Metadata trailers) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        over(status);
        sending.lock();
        try {
            call.end(status, trailers);
        } catch (IllegalStateException e) {
            // it ended before
        } finally {
            sending.unlock();
        }
    }

    /** {@return a future of the call's end, with what the worker said last} */
    CompletableFuture<Metadata> onEnd() {
        return end.copy();
    }

    /** {@return whether nothing more comes} */
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** A message came. */
    void received(byte[] message) {
        locked(() -> received.add(message));
    }

    /** Messages may go off again. */
    void ready() {
        locked(() -> {});
    }

    /** Nothing more comes, but what is sent still goes. */
    void ended() {
        locked(() -> ended = true);
    }

    /** The call is over, as the other side knows. */
    void over(Status status, Metadata trailers) {
        over(status);
        end.complete(trailers);
    }

    private void over(Status status) {
        locked(() -> {
            if (!(finished && ended) && !status.isOk()) {
                broken = broken(status);
            }
            finished = true;
            ended = true;
        });
    }

    private static IOException broken(Status status) {
        String description = status.getDescription();
        String message = description == null ? status.getCode().toString() : description;
        // too long a message, and one that the other machine could not read either
        boolean nonsense =
                status.getCode() == Status.Code.RESOURCE_EXHAUSTED || status.getCode() == Status.Code.DATA_LOSS;
        return nonsense ? new InvalidProtocolBufferException(message) : new IOException(message, status.asException());
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
