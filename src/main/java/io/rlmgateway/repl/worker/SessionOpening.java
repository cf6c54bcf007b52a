package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The opening of a session in a worker: the worker answers once, with yes or no, also when nobody waits for it any more. */
final class SessionOpening {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable String refusal;
    private boolean answered;

    /**
     * The worker says yes.
     *
     * @throws IllegalArgumentException when it has answered before
     */
    void opened() {
        answer();
        done.complete(null);
    }

    /**
     * The worker says no.
     *
     * @throws IllegalArgumentException when it has answered before
     */
    void refused(String reason) {
        answer();
        refusal = reason;
    }

    private void answer() {
        if (answered) {
            throw new IllegalArgumentException("a session that opens again");
        }
        answered = true;
    }

    /** Takes too late an answer for a no. */
    void within(Duration time, Runnable whenLate) {
        done.copy().orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            if (failure instanceof TimeoutException) {
                refusal = "The sandbox was not ready in time; try again later.";
                whenLate.run();
            }
            return null;
        });
    }

    /** {@return whether the session was not open yet; it never will be} */
    boolean giveUp(String reason) {
        return done.completeExceptionally(new IOException(reason));
    }

    /** {@return completed once the session is open, or will never be} */
    CompletableFuture<Void> done() {
        return done;
    }

    /** {@return why the session is refused, or null} */
    @Nullable
    String refusal() {
        return refusal;
    }
}
