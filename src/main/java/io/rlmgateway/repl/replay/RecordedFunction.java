package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.DescribedFunction;
import io.rlmgateway.repl.ReplFunction;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A function of the host whose calls are recorded. */
final class RecordedFunction extends DescribedFunction {

    private final ReplFunction function;
    private final int index;
    private final HostCaller calls;

    /** Makes a call, or takes the recorded one. */
    @FunctionalInterface
    interface HostCaller {
        CompletableFuture<Placed> call(ReplFunction function, RecordedCall.Key key, long number);
    }

    /**
     * Records a function's calls.
     *
     * @param function the function
     * @param index its place among the session's functions
     * @param calls makes the calls
     */
    RecordedFunction(ReplFunction function, int index, HostCaller calls) {
        super(Facts.of(function));
        this.function = function;
        this.index = index;
        this.calls = calls;
    }

    @Override
    public CompletableFuture<@Nullable Object> start(Arguments arguments) {
        return calls.call(function, new RecordedCall.Key(index, arguments.values()), arguments.call())
                .thenApply(placed -> placed);
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        try {
            return start(arguments).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
