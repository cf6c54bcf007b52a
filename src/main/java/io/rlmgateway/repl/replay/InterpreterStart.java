package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.replay.StopSwitch.StoppedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** The start of an interpreter on a thread of its own: it may wait for a place, and is not waited for when stopped. */
final class InterpreterStart {

    private final CompletableFuture<LiveInterpreter> started = new CompletableFuture<>();
    private final Thread thread;

    InterpreterStart(Supplier<LiveInterpreter> starter) {
        thread = Thread.ofVirtual().name("sandbox-start").unstarted(() -> {
            try {
                LiveInterpreter next = starter.get();
                if (!started.complete(next)) {
                    next.close();
                }
            } catch (RuntimeException | Error e) {
                started.completeExceptionally(e);
            }
        });
    }

    /**
     * Starts it.
     *
     * @throws StoppedException when it was stopped, or the caller interrupted
     */
    LiveInterpreter await(StopSwitch stop) {
        return stop.during(this::stop, () -> {
            thread.start();
            return await();
        });
    }

    private void stop(String reason) {
        if (!started.completeExceptionally(new StoppedException(reason)) && !started.isCompletedExceptionally()) {
            started.join().close();
        }
        thread.interrupt();
    }

    private LiveInterpreter await() {
        try {
            return started.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(ReplayingRepl.CANCELLED);
            throw new StoppedException(ReplayingRepl.CANCELLED);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
