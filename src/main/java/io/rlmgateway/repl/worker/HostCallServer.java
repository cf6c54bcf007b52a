package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.Placed;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.HostResult;
import io.rlmgateway.repl.worker.wire.Raise;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the host calls of one session in a worker. */
final class HostCallServer {

    private static final Logger log = LoggerFactory.getLogger(HostCallServer.class);
    private static final int MAX_AT_ONCE = 20_000;

    private final List<ReplFunction> functions;
    private final Connection<ToWorker, FromWorker> connection;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private int calls;
    private @Nullable CellClock clock;

    /**
     * Serves no call yet.
     *
     * @param functions what can be called; the last one is the timer, for which no clock stands still
     */
    HostCallServer(List<ReplFunction> functions, Connection<ToWorker, FromWorker> connection) {
        this.functions = functions;
        this.connection = connection;
    }

    /** Has this clock stand still while a call is under way, also one that an earlier cell made. */
    synchronized void begin(CellClock cell) {
        clock = cell;
        for (int i = 0; i < calls; i++) {
            cell.hostCallStarted();
        }
    }

    /** The cell is over. */
    synchronized void end() {
        clock = null;
    }

    private synchronized boolean begun() {
        return clock != null;
    }

    private synchronized void started() {
        calls++;
        if (clock != null) {
            clock.hostCallStarted();
        }
    }

    private synchronized void ended() {
        calls--;
        if (clock != null) {
            clock.hostCallEnded();
        }
    }

    /**
     * Begins to serve a call.
     *
     * @throws IllegalArgumentException when a worker cannot have meant it
     */
    void serve(HostCall call) {
        check(call);
        if (!begun()) {
            end(call, raise(new PythonException(PythonException.Type.LLM_ERROR, "no cell is running any more")));
            return;
        }
        boolean counts = call.getFunction() < functions.size() - 1;
        CompletableFuture<@Nullable Object> work = functions
                .get(call.getFunction())
                .start(new Arguments(WireValues.fromWire(call.getArgumentsMap()), call.getNumber()));
        if (counts) {
            started();
        }
        var _ = work.whenComplete((value, failure) -> {
            if (counts) {
                ended();
            }
            end(call, failure == null ? result(value) : raise(PythonException.of(failure)));
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

    private static HostResult.Builder result(@Nullable Object value) {
        return switch (value) {
            case Placed(var placed, var at, long place) ->
                result(placed).setPlace(place).setAtUnixNanos(at.getEpochSecond() * 1_000_000_000 + at.getNano());
            case PythonException raised -> raise(raised);
            case null, default -> HostResult.newBuilder().setValue(WireValues.toWire(value));
        };
    }

    private static HostResult.Builder raise(PythonException raised) {
        return HostResult.newBuilder()
                .setRaise(Raise.newBuilder()
                        .setType(raised.type().name())
                        .setMessage(String.valueOf(raised.getMessage())));
    }

    private void send(HostResult result) {
        try {
            connection.send(ToWorker.newBuilder().setHostResult(result).build());
        } catch (IOException e) {
            log.debug("Nobody waits for a host call's result any more", e);
        }
    }
}
