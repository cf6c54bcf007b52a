package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.DescribedFunction;
import io.rlmgateway.repl.worker.wire.Function;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A function of the gateway as a worker's Python calls it. */
final class RemoteFunction extends DescribedFunction {

    private final int index;
    private final PendingCalls calls;

    /**
     * A function of the gateway's.
     *
     * @param function what Python sees of it
     * @param index its place among the session's functions
     * @param calls takes the calls to the gateway
     */
    RemoteFunction(Function function, int index, PendingCalls calls) {
        super(new Facts(
                function.getSignature(),
                function.getDescription(),
                function.getAliasesList(),
                function.getAwaitable(),
                function.getRestored()));
        this.index = index;
        this.calls = calls;
    }

    @Override
    public CompletableFuture<@Nullable Object> start(Arguments arguments) {
        return calls.start(index, arguments);
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        throw new UnsupportedOperationException("calls to the gateway are started, and then waited for");
    }
}
