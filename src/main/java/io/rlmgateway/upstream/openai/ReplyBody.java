package io.rlmgateway.upstream.openai;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of a response, piece by piece as it arrives, no faster than it is taken. Closing it closes the connection. */
final class ReplyBody implements BodySubscriber<ReplyBody>, AutoCloseable {

    private static final int PIECES_AHEAD = 4;
    private static final int LONGEST_REST = 64 * 1024;
    private static final long SECONDS_FOR_REST = 5;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private volatile boolean over;
    private volatile boolean forgotten;
    private int rest;

    /** What the connection tells. */
    private sealed interface Signal {

        /** Some bytes arrived. */
        record Arrived(List<ByteBuffer> bytes) implements Signal {}

        /** All bytes have arrived, or the connection broke. */
        record Over(@Nullable Throwable error) implements Signal {}
    }

    /**
     * Waits for the next bytes.
     *
     * @return them, or null at the end
     * @throws IOException when the connection broke
     */
    @Nullable
    List<ByteBuffer> next() throws IOException, InterruptedException {
        return switch (signals.take()) {
            case Signal.Arrived(var bytes) -> {
                subscription.join().request(1);
                yield bytes;
            }
            case Signal.Over(var error) -> {
                if (error != null) {
                    throw new IOException("The connection broke", error);
                }
                yield null;
            }
        };
    }

    /** What still comes is of no interest; the connection stays open for the next request if that ends soon. */
    void forget() {
        forgotten = true;
        if (!over) {
            subscription.join().request(Long.MAX_VALUE);
            CompletableFuture.delayedExecutor(SECONDS_FOR_REST, TimeUnit.SECONDS, Runnable::run)
                    .execute(this::cancel);
        }
    }

    /** Closes the connection, unless the body has come to its end or what still comes of it is forgotten. */
    @Override
    public void close() {
        if (!forgotten) {
            cancel();
        }
    }

    private void cancel() {
        if (!over) {
            var _ = subscription.thenAccept(Flow.Subscription::cancel);
        }
    }

    @Override
    public CompletionStage<ReplyBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription.complete(opened);
        opened.request(PIECES_AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        if (!forgotten) {
            signals.add(new Signal.Arrived(bytes));
            return;
        }
        rest += bytes.stream().mapToInt(ByteBuffer::remaining).sum();
        if (rest > LONGEST_REST) {
            cancel();
        }
    }

    @Override
    public void onError(Throwable error) {
        over = true;
        signals.add(new Signal.Over(error));
    }

    @Override
    public void onComplete() {
        over = true;
        signals.add(new Signal.Over(null));
    }
}
