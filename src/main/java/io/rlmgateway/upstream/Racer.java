package io.rlmgateway.upstream;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of two calls of which the first good reply counts, on a thread of its own. */
final class Racer implements Runnable {

    private final Function<Racer, ModelReply> call;
    private final Consumer<Racer> ended;
    private final HeldReply held = new HeldReply();
    private @Nullable Thread thread;
    private @Nullable Admission admission;
    private @Nullable ModelReply reply;
    private @Nullable RuntimeException failure;
    private boolean cancelled;

    /**
     * A call that was not made yet.
     *
     * @param call makes it
     * @param ended hears of its end, on its thread
     */
    Racer(Function<Racer, ModelReply> call, Consumer<Racer> ended) {
        this.call = call;
        this.ended = ended;
    }

    /** {@return receives the visible text} */
    HeldReply held() {
        return held;
    }

    @Override
    public void run() {
        if (begins()) {
            try {
                end(call.apply(this), null);
            } catch (RuntimeException e) {
                end(null, e);
            }
            ended.accept(this);
        }
    }

    /** An attempt got its place. */
    synchronized void sent(Admission place) {
        admission = place;
    }

    /** {@return the place of its last attempt, or null while it has none} */
    synchronized @Nullable Admission admission() {
        return admission;
    }

    /** {@return the reply, or null} */
    synchronized @Nullable ModelReply reply() {
        return reply;
    }

    /** {@return why there is no reply, or null} */
    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    /** {@return whether it has begun and not ended} */
    synchronized boolean isRunning() {
        return thread != null;
    }

    /** Ends it, if it has not ended. */
    synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * The texts that were paid for and are no reply: of attempts that broke off, and of one that goes on or that may have
     * been read before it failed.
     *
     * @return the texts, some of them empty
     */
    synchronized List<String> wasted() {
        List<String> texts = new ArrayList<>(held.broken());
        if (reply == null
                && admission != null
                && (isUnderWay() || isTimedOut() || !held.text().isEmpty())) {
            texts.add(held.text());
        }
        return texts;
    }

    private boolean isUnderWay() {
        return failure == null;
    }

    private boolean isTimedOut() {
        return failure instanceof FailureException known && known.failure() instanceof Failure.UpstreamTimedOut;
    }

    private synchronized boolean begins() {
        thread = Thread.currentThread();
        return !cancelled;
    }

    private synchronized void end(@Nullable ModelReply brought, @Nullable RuntimeException why) {
        thread = null;
        reply = brought;
        failure = why;
    }
}
