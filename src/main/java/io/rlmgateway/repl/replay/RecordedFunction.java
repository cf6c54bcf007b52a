package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.ReplFunction;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host whose calls are recorded.
 *
 * @param function the function
 * @param index its place among the session's functions
 * @param calls makes the calls
 */
record RecordedFunction(ReplFunction function, int index, HostCaller calls) implements ReplFunction {

    /** Makes a call, or takes the recorded one. */
    @FunctionalInterface
    interface HostCaller {
        @Nullable
        Object call(ReplFunction function, RecordedCall.Key key, long number) throws InterruptedException;
    }

    @Override
    public String signature() {
        return function.signature();
    }

    @Override
    public String description() {
        return function.description();
    }

    @Override
    public List<String> aliases() {
        return function.aliases();
    }

    @Override
    public boolean awaitable() {
        return function.awaitable();
    }

    @Override
    public boolean restored() {
        return function.restored();
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        try {
            return calls.call(function, new RecordedCall.Key(index, arguments.values()), arguments.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        }
    }
}
