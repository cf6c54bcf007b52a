package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one session's Python to the host. Each runs on a virtual thread; the Python thread waits for it, or goes
 * on and waits for whichever ends first, which is how an event loop sleeps.
 */
final class HostCalls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostCalls.class);

    /** In an event loop's queue: no call ended, but there is something to do. */
    private static final long WAKE = 0;

    private final List<ReplFunction> functions;
    private final ToPython toPython;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Long, Future<@Nullable Object>> calls = new ConcurrentHashMap<>();
    private final Map<Integer, BlockingQueue<Long>> ended = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable CellClock clock;

    HostCalls(List<ReplFunction> functions, ToPython toPython) {
        this.functions = functions;
        this.toPython = toPython;
    }

    /** Has the host calls from now on stop this clock. */
    void begin(CellClock cell) {
        clock = cell;
    }

    /** Calls a function and waits: {@code call(function, arguments)}. */
    Object call(Value... arguments) {
        try {
            return result(submit(task(arguments[0], arguments[1]), number -> {}));
        } catch (PythonException e) {
            return toPython.raised(e);
        }
    }

    /** Starts a call: {@code start(loop, function, arguments)}, which returns the call's number. */
    Object start(Value... arguments) {
        try {
            return submit(task(arguments[1], arguments[2]), queue(arguments[0])::add);
        } catch (PythonException e) {
            return toPython.raised(e);
        }
    }

    /** The value of a started call, for which this waits: {@code take(number)}. */
    Object take(Value... arguments) {
        return result(arguments[0].asLong());
    }

    /**
     * Waits until a call of an event loop ends or it is woken: {@code wait(loop, seconds)}, less than zero for ever;
     * returns the call's number, or 0.
     */
    Object await(Value... arguments) {
        BlockingQueue<Long> queue = queue(arguments[0]);
        double seconds = arguments[1].asDouble();
        try {
            if (seconds < 0) {
                return queue.take();
            }
            Long number = queue.poll((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
            return number == null ? WAKE : number;
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    /** Sleeps: {@code sleep(seconds)}. GraalPy's own sleep is not always ended by closing the context. */
    Object sleep(Value... arguments) {
        try {
            if (closed.await((long) (arguments[0].asDouble() * 1e9), TimeUnit.NANOSECONDS)) {
                throw stopped();
            }
            return true;
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    /** Wakes an event loop: {@code wake(loop)}. */
    Object wake(Value... arguments) {
        BlockingQueue<Long> queue = queue(arguments[0]);
        queue.add(WAKE);
        return true;
    }

    private BlockingQueue<Long> queue(Value loop) {
        return ended.computeIfAbsent(loop.asInt(), any -> new LinkedBlockingQueue<>());
    }

    private LongFunction<@Nullable Object> task(Value function, Value arguments) {
        ReplFunction called = functions.get(function.asInt());
        Map<String, @Nullable Object> copied = FromPython.arguments(arguments);
        return number -> called.call(new Arguments(copied, number));
    }

    private long submit(LongFunction<@Nullable Object> task, LongConsumer whenEnded) {
        CellClock cell = clock;
        if (cell == null) {
            throw stopped();
        }
        long number = lastNumber.incrementAndGet();
        cell.hostCallStarted();
        try {
            calls.put(number, threads.submit(() -> {
                try {
                    return task.apply(number);
                } finally {
                    cell.hostCallEnded();
                    whenEnded.accept(number);
                }
            }));
            return number;
        } catch (RejectedExecutionException e) {
            cell.hostCallEnded();
            throw stopped();
        }
    }

    private Object result(long number) {
        Future<@Nullable Object> call = calls.get(number);
        if (call == null) {
            throw new IllegalArgumentException("no such call");
        }
        try {
            return toPython.value(call.get());
        } catch (ExecutionException e) {
            return toPython.raised(exception(e.getCause()));
        } catch (InterruptedException | CancellationException e) {
            throw stopped();
        } finally {
            calls.remove(number);
        }
    }

    private static PythonException exception(@Nullable Throwable cause) {
        if (cause instanceof PythonException exception) {
            return exception;
        }
        if (cause instanceof CancellationException) {
            throw stopped();
        }
        log.error("A function of the host failed", cause);
        return new PythonException(PythonException.Type.LLM_ERROR, "the service failed to do this; its log says why");
    }

    private static CancellationException stopped() {
        return new CancellationException("stopped");
    }

    /** Interrupts the calls that are under way; later ones are refused. */
    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
        calls.values().forEach(call -> call.cancel(true));
        ended.values().forEach(queue -> queue.add(WAKE));
    }
}
