package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.Past;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.HostResult;
import io.rlmgateway.repl.worker.wire.Raise;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the host calls of one session in a worker, each on a virtual thread. */
final class HostCallServer {

    private static final Logger log = LoggerFactory.getLogger(HostCallServer.class);
    private static final int MAX_AT_ONCE = 20_000;

    private final List<ReplFunction> functions;
    private final Connection<ToWorker, FromWorker> connection;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    HostCallServer(List<ReplFunction> functions, Connection<ToWorker, FromWorker> connection) {
        this.functions = functions;
        this.connection = connection;
    }

    /**
     * Begins to serve a call.
     *
     * @param clock stands still meanwhile; null when no cell runs, as for a thread that was left behind
     * @throws IllegalArgumentException when a worker cannot have meant it
     */
    void serve(HostCall call, @Nullable CellClock clock) {
        check(call);
        if (clock == null) {
            end(call, raise(PythonException.Type.LLM_ERROR, "no cell is running any more"));
            return;
        }
        clock.hostCallStarted();
        Thread.ofVirtual().name("sandbox-call").start(() -> {
            HostResult.Builder result = result(call);
            clock.hostCallEnded();
            end(call, result);
        });
    }

    private void end(HostCall call, HostResult.Builder result) {
        underWay.remove(call.getNumber());
        send(result.setNumber(call.getNumber()).build());
    }

    private void check(HostCall call) {
        if (call.getFunction() < 0 || call.getFunction() >= functions.size()) {
            throw new IllegalArgumentException("a call to function " + call.getFunction());
        }
        if (!underWay.add(call.getNumber()) || underWay.size() > MAX_AT_ONCE) {
            throw new IllegalArgumentException("a call too many");
        }
    }

    private HostResult.Builder result(HostCall call) {
        ReplFunction function = functions.get(call.getFunction());
        try {
            return value(function.call(new Arguments(WireValues.fromWire(call.getArgumentsMap()), call.getNumber())));
        } catch (PythonException e) {
            return raise(e.type(), String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            return raise(PythonException.Type.LLM_ERROR, "the session was stopped");
        } catch (RuntimeException e) {
            log.error("A function of the host failed", e);
            return raise(PythonException.Type.LLM_ERROR, "the service failed to do this; its log says why");
        }
    }

    private static HostResult.Builder value(@Nullable Object value) {
        return value instanceof Past(var past, var at)
                ? HostResult.newBuilder()
                        .setValue(WireValues.toWire(past))
                        .setAtUnixNanos(at.getEpochSecond() * 1_000_000_000 + at.getNano())
                : HostResult.newBuilder().setValue(WireValues.toWire(value));
    }

    private static HostResult.Builder raise(PythonException.Type type, String message) {
        return HostResult.newBuilder()
                .setRaise(Raise.newBuilder().setType(type.name()).setMessage(message));
    }

    private void send(HostResult result) {
        try {
            connection.send(ToWorker.newBuilder().setHostResult(result).build());
        } catch (IOException e) {
            log.debug("Nobody waits for a host call's result any more", e);
        }
    }
}
