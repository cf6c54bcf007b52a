package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Past;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.HostResult;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host calls of a worker's session that wait for their result. */
final class PendingCalls {

    private final Consumer<FromWorker> sender;
    private final Map<Long, CompletableFuture<HostResult>> waiting = new ConcurrentHashMap<>();

    /**
     * No calls yet.
     *
     * @param sender sends a message, without waiting
     */
    PendingCalls(Consumer<FromWorker> sender) {
        this.sender = sender;
    }

    /** Calls the gateway and waits for what comes of it. */
    @Nullable
    Object call(int function, Arguments arguments) {
        long number = arguments.call();
        CompletableFuture<HostResult> result = new CompletableFuture<>();
        waiting.put(number, result);
        HostCall.Builder call = HostCall.newBuilder().setNumber(number).setFunction(function);
        arguments.values().forEach((name, value) -> call.putArguments(name, WireValues.toWire(value)));
        sender.accept(FromWorker.newBuilder().setHostCall(call).build());
        try {
            return value(result.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new CancellationException("stopped");
        } finally {
            waiting.remove(number);
        }
    }

    private static @Nullable Object value(HostResult result) {
        if (result.hasRaise()) {
            throw new PythonException(
                    PythonException.Type.valueOf(result.getRaise().getType()),
                    result.getRaise().getMessage());
        }
        Object value = WireValues.fromWire(result.getValue());
        long at = result.getAtUnixNanos();
        return at == 0 ? value : new Past(value, Instant.ofEpochSecond(0, at));
    }

    /** A result has come; one that nobody waits for any more is dropped. */
    void completed(HostResult result) {
        CompletableFuture<HostResult> call = waiting.get(result.getNumber());
        if (call != null) {
            call.complete(result);
        }
    }

    /** Ends all waiting. */
    void cancel() {
        waiting.values().forEach(call -> call.cancel(false));
    }
}
