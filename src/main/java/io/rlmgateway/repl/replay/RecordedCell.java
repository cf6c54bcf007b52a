package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.ReplFunction.Past;
import io.rlmgateway.repl.replay.RecordedCall.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cell and its calls to the host. When it runs again, a call that was made before gets its recorded result, and
 * results come in the order in which they came the first time, so that threads and event loops go the same way again.
 */
final class RecordedCell {

    /** Between two results that several threads wait for: time for the first thread to act alone. */
    private static final long SPACING_NANOS = 1_000_000;

    /** A cell that runs again and does not make a call that it made before would wait for ever. */
    private static final Duration STALL = Duration.ofMinutes(2);

    private final int number;
    private final String code;
    private final Instant started;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turnCame = lock.newCondition();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final Map<RecordedCall.Key, Deque<RecordedCall>> again = new HashMap<>();
    private int delivered;
    private int turn;
    private boolean complete;
    private @Nullable String difference;

    RecordedCell(int number, String code, Instant started) {
        this.number = number;
        this.code = code;
        this.started = started;
    }

    int number() {
        return number;
    }

    String code() {
        return code;
    }

    Instant started() {
        return started;
    }

    /** {@return how many calls it made} */
    int size() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    /** Tells that the cell ran to its end: when it runs again, it may make no other call. */
    void completed() {
        lock.lock();
        try {
            complete = true;
        } finally {
            lock.unlock();
        }
    }

    /** Prepares it to run again. */
    void rewind() {
        lock.lock();
        try {
            again.clear();
            calls.forEach(call ->
                    again.computeIfAbsent(call.key(), any -> new ArrayDeque<>()).add(call));
            turn = 0;
            difference = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether it did again what it had done.
     *
     * @return what it did otherwise, or null
     */
    @Nullable
    String difference() {
        lock.lock();
        try {
            return difference != null || turn == delivered
                    ? difference
                    : "it made " + turn + " of its " + delivered + " calls to the host";
        } finally {
            lock.unlock();
        }
    }

    /**
     * A call of the running cell.
     *
     * @param key what is called
     * @param starter starts a call that was not made before
     * @return its result; a {@link Past} when it is a recorded one
     * @throws InterruptedException when Python no longer waits for it
     */
    @Nullable
    Object call(RecordedCall.Key key, Consumer<RecordedCall> starter) throws InterruptedException {
        RecordedCall call = find(key);
        if (call == null) {
            call = begin(key);
            starter.accept(call);
        }
        Outcome outcome = outcome(call);
        boolean past = deliver(call);
        Object value = RecordedCall.value(outcome);
        return past ? new Past(value, outcome.at()) : value;
    }

    private @Nullable RecordedCall find(RecordedCall.Key key) {
        lock.lock();
        try {
            Deque<RecordedCall> equal = again.get(key);
            return equal == null ? null : equal.poll();
        } finally {
            lock.unlock();
        }
    }

    private RecordedCall begin(RecordedCall.Key key) {
        lock.lock();
        try {
            if (complete) {
                throw differs("it made a call to the host that it had not made before");
            }
            RecordedCall call = new RecordedCall(key);
            calls.add(call);
            return call;
        } finally {
            lock.unlock();
        }
    }

    private CancellationException differs(String what) {
        if (difference == null) {
            difference = what;
        }
        turnCame.signalAll();
        return new CancellationException(what);
    }

    private static Outcome outcome(RecordedCall call) throws InterruptedException {
        try {
            return call.outcome().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the result is next, and tells whether it is one that came before. */
    private boolean deliver(RecordedCall call) throws InterruptedException {
        lock.lock();
        try {
            boolean past = call.delivered();
            awaitTurn(past ? call.place() : delivered);
            if (!past) {
                call.deliveredIn(delivered++);
            }
            turn++;
            turnCame.signalAll();
            return past;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(int place) throws InterruptedException {
        long end = System.nanoTime() + STALL.toNanos();
        boolean waited = false;
        while (turn < Math.min(place, delivered) && difference == null) {
            waited = true;
            if (turnCame.awaitNanos(end - System.nanoTime()) <= 0) {
                throw differs("a call that it had made did not come");
            }
        }
        if (difference != null) {
            throw differs(difference);
        }
        if (waited) {
            leaveTimeToTheOneBefore();
        }
    }

    private void leaveTimeToTheOneBefore() throws InterruptedException {
        long end = System.nanoTime() + SPACING_NANOS;
        for (long left = SPACING_NANOS; left > 0; left = end - System.nanoTime()) {
            turnCame.awaitNanos(left);
        }
    }
}
