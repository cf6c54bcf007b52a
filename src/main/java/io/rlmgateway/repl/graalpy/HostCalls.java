package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.Placed;
import io.rlmgateway.repl.graalpy.CallEnds.CallEnd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one session's Python to the host. They are numbered and started in the order in which Python makes them.
 * When no thread of Python's can go on, Python asks which call ended next.
 */
final class HostCalls implements AutoCloseable {

    private final List<ReplFunction> functions;
    private final ReplFunction timer;
    private final ToPython toPython;
    private final Map<Long, CompletableFuture<?>> started = new ConcurrentHashMap<>();
    private final CallEnds ends = new CallEnds();
    private final Map<Long, CallEnd> ended = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable CellClock clock;
    private volatile boolean closed;

    HostCalls(InterpreterSetup setup, ToPython toPython) {
        functions = setup.session().functions();
        timer = setup.timer();
        this.toPython = toPython;
    }

    /** Has this clock stand still from now on while Python waits for a call. */
    void begin(CellClock cell) {
        clock = cell;
    }

    /** Starts a call: {@code start(function, arguments)}, which returns the call's number. */
    Object start(Value... arguments) {
        try {
            ReplFunction function = functions.get(arguments[0].asInt());
            return begin(function, FromPython.arguments(arguments[1]));
        } catch (PythonException e) {
            return toPython.raised(e);
        }
    }

    private long begin(ReplFunction function, Map<String, @Nullable Object> arguments) {
        long number = lastNumber.incrementAndGet();
        CompletableFuture<@Nullable Object> work = function.start(new Arguments(arguments, number));
        underWay.incrementAndGet();
        tell(number, work, underWay::decrementAndGet);
        return number;
    }

    private void tell(long number, CompletableFuture<@Nullable Object> work, Runnable whenDone) {
        started.put(number, work);
        var _ = work.whenComplete((value, failure) -> {
            started.remove(number);
            whenDone.run();
            ends.add(new CallEnd(number, failure == null ? value : PythonException.of(failure)));
        });
        if (closed) {
            work.cancel(true);
        }
    }

    /** Starts a wait: {@code timer(nanoseconds)}, which returns a call's number. */
    Object timer(Value... arguments) {
        double seconds = arguments[0].asLong() / 1e9;
        long number = lastNumber.incrementAndGet();
        tell(number, timer.start(new Arguments(Map.of("seconds", seconds), number)), () -> {});
        return number;
    }

    /** Waits until a call ends, and puts the clock forward: {@code next()}, which returns the call's number. */
    Object next(Value... arguments) throws InterruptedException {
        CallEnd end = awaitEnd();
        ended.put(end.number(), end);
        if (end.result() instanceof Placed(var _, var at, var _)) {
            toPython.putClock(at);
        }
        return end.number();
    }

    /** While Python waits for nothing but timers, it is the cell's time that passes. */
    private CallEnd awaitEnd() throws InterruptedException {
        CellClock cell = clock;
        if (cell == null || underWay.get() == 0) {
            return ends.next();
        }
        cell.hostCallStarted();
        try {
            return ends.next();
        } finally {
            cell.hostCallEnded();
        }
    }

    /** The value of a call of which {@link #next} told: {@code take(number)}. */
    Object take(Value... arguments) {
        CallEnd end = ended.remove(arguments[0].asLong());
        if (end == null) {
            throw new IllegalArgumentException("no such call");
        }
        Object result = end.result() instanceof Placed placed ? placed.value() : end.result();
        return result instanceof PythonException raised ? toPython.raised(raised) : toPython.value(result);
    }

    /** Waits for the one call that is under way, and returns its value: {@code only(number)}. */
    Object only(Value... arguments) throws InterruptedException {
        next();
        return take(arguments);
    }

    /** Interrupts the calls that are under way; later ones are refused. */
    @Override
    public void close() {
        closed = true;
        ends.close();
        started.values().forEach(call -> call.cancel(true));
    }
}
