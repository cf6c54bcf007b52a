package io.rlmgateway.repl;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call of a function of the host, on a virtual thread, which a cancel interrupts. */
final class FunctionCall extends CompletableFuture<@Nullable Object> {

    private final Thread thread;

    private FunctionCall(ReplFunction function, Arguments arguments) {
        thread = Thread.ofVirtual().name("host-call").unstarted(() -> run(function, arguments));
    }

    static FunctionCall start(ReplFunction function, Arguments arguments) {
        FunctionCall call = new FunctionCall(function, arguments);
        call.thread.start();
        return call;
    }

    private void run(ReplFunction function, Arguments arguments) {
        try {
            complete(function.call(arguments));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled) {
            thread.interrupt();
        }
        return cancelled;
    }
}
