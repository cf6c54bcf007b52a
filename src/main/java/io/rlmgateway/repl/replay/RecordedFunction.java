package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.DescribedFunction;
import io.rlmgateway.repl.ReplFunction;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A function of the host whose calls are recorded. */
final class RecordedFunction extends DescribedFunction {

    private final ReplFunction function;
    private final int index;
    private final HostCaller calls;

    /** Makes a call, or takes the recorded one. */
    @FunctionalInterface
    interface HostCaller {
        Callable<? extends @Nullable Object> call(ReplFunction function, RecordedCall.Key key, long number);
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
    public Callable<@Nullable Object> start(Arguments arguments) {
        Callable<? extends @Nullable Object> call =
                calls.call(function, new RecordedCall.Key(index, arguments.values()), arguments.call());
        return () -> await(call);
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        try {
            return start(arguments).call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object await(Callable<? extends @Nullable Object> call) throws Exception {
        try {
            return call.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        }
    }
}
