package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Placed;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.HostResult;
import io.rlmgateway.repl.worker.wire.Raise;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host calls of a worker's session that wait for their result. */
final class PendingCalls {

    private final Consumer<FromWorker> sender;
    private final Map<Long, CompletableFuture<@Nullable Object>> waiting = new ConcurrentHashMap<>();

    /**
     * No calls yet.
     *
     * @param sender sends messages in the order in which it gets them
     */
    PendingCalls(Consumer<FromWorker> sender) {
        this.sender = sender;
    }

    /** {@return what will come of a call, which is sent to the gateway} */
    CompletableFuture<@Nullable Object> start(int function, Arguments arguments) {
        long number = arguments.call();
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        waiting.put(number, result);
        HostCall.Builder call = HostCall.newBuilder().setNumber(number).setFunction(function);
        arguments.values().forEach((name, value) -> call.putArguments(name, WireValues.toWire(value)));
        sender.accept(FromWorker.newBuilder().setHostCall(call).build());
        return result;
    }

    private static @Nullable Object value(HostResult result) {
        Object value = result.hasRaise() ? exception(result.getRaise()) : WireValues.fromWire(result.getValue());
        return result.hasPlace()
                ? new Placed(value, Instant.ofEpochSecond(0, result.getAtUnixNanos()), result.getPlace())
                : value;
    }

    private static PythonException exception(Raise raise) {
        return new PythonException(PythonException.Type.valueOf(raise.getType()), raise.getMessage());
    }

    /** A result has come; one that nobody waits for any more is dropped. */
    void completed(HostResult result) {
        CompletableFuture<@Nullable Object> call = waiting.remove(result.getNumber());
        if (call != null) {
            call.complete(value(result));
        }
    }

    /** Ends all waiting. */
    void cancel() {
        waiting.values().forEach(call -> call.cancel(false));
    }
}
