package io.rlmgateway.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A reply that is being written, on a thread of its own; read on another one. */
final class LiveReply implements AutoCloseable {

    private final ReplyText text = new ReplyText();
    private final CompletableFuture<ModelCalls.Reply> whole = new CompletableFuture<>();
    private final Thread writing;
    private int taken;
    private int beginning;

    /** @param call makes the call, and passes the text on as it arrives; ends when it is interrupted */
    LiveReply(Function<ReplyText, ModelCalls.Reply> call) {
        writing = Thread.ofVirtual().name("root-reply").start(() -> write(call));
    }

    private void write(Function<ReplyText, ModelCalls.Reply> call) {
        try {
            whole.complete(call.apply(text));
        } catch (RuntimeException e) {
            whole.completeExceptionally(e);
        } catch (Error e) {
            whole.completeExceptionally(e);
            throw e;
        } finally {
            text.end();
        }
    }

    /** {@return whether all of it is there, or no more can be had} */
    boolean isOver() {
        return text.isOver();
    }

    /** {@return whether the upstream broke off and the text began anew since the last question; it is read from there} */
    boolean beganAnew() {
        boolean anew = text.restarts() != beginning;
        if (anew) {
            beginning = text.restarts();
            taken = 0;
        }
        return anew;
    }

    /** {@return whether the text that was read still counts; then it does for good} */
    boolean actOn() {
        return text.actOn(beginning);
    }

    /**
     * Waits for more of the text.
     *
     * @return what arrived since the last call; empty when that was all, or it began anew
     * @throws CancellationException when the waiting thread is interrupted
     * @throws RuntimeException why the call failed
     */
    String more() {
        try {
            String more = text.after(taken, beginning);
            if (more.isEmpty() && text.restarts() == beginning) {
                // an upstream that does not stream
                String all = whole().reply().text();
                more = all.substring(Math.min(taken, all.length()));
            }
            taken += more.length();
            return more;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted in a turn");
        }
    }

    /**
     * Waits for the end.
     *
     * @return the reply
     * @throws CancellationException when the waiting thread is interrupted
     * @throws RuntimeException why the call failed
     */
    ModelCalls.Reply whole() {
        try {
            text.awaitEnd();
            return whole.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted in a turn");
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** {@return whether all of it is there} */
    boolean isWhole() {
        return whole.isDone() && !whole.isCompletedExceptionally() && broken() == null;
    }

    /** {@return what came of a reply that broke off, null for others and where nothing came} */
    ModelCalls.@Nullable Reply broken() {
        return text.broken();
    }

    /**
     * Ends the call where it stands, if it has not ended by itself.
     *
     * @return the reply as far as it came
     */
    ModelCalls.Reply end() {
        close();
        ModelCalls.Reply partial = text.broken();
        return partial == null ? whole() : partial;
    }

    /** Ends the call and waits until it has ended. */
    @Override
    public void close() {
        text.refuseMore();
        writing.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                writing.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
