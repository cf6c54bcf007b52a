package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.worker.wire.Function;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A function of the gateway as a worker's Python calls it.
 *
 * @param function what Python sees of it
 * @param index its place among the session's functions
 * @param calls takes the calls to the gateway
 */
record RemoteFunction(Function function, int index, PendingCalls calls) implements ReplFunction {

    @Override
    public String signature() {
        return function.getSignature();
    }

    @Override
    public String description() {
        return function.getDescription();
    }

    @Override
    public List<String> aliases() {
        return function.getAliasesList();
    }

    @Override
    public boolean awaitable() {
        return function.getAwaitable();
    }

    @Override
    public boolean restored() {
        return function.getRestored();
    }

    @Override
    public Callable<@Nullable Object> start(Arguments arguments) {
        return calls.start(index, arguments);
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        throw new UnsupportedOperationException("calls to the gateway are started, and then waited for");
    }
}
