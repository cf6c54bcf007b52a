package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.ReplFunction.Past;
import io.rlmgateway.repl.replay.RecordedCall.Outcome;
import java.time.Duration;
import java.util.ArrayList;
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
 * One interpreter's way through a session's {@link Recording}. A call that was made before gets its recorded result,
 * and results come in the order in which they came the first time and in the same cell, so that threads and event loops
 * go the same way again. What is new is recorded.
 */
final class Playback implements AutoCloseable {

    /** Between two results that several threads wait for: time for the first thread to act alone. */
    private static final long SPACING_NANOS = 1_000_000;

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Recording recording;
    private final Duration stall;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Map<RecordedCall.Key, List<RecordedCall>> again = new HashMap<>();
    private int turn;
    private int limit;
    private int made;
    private boolean over;
    private @Nullable RecordedCell cell;
    private @Nullable String difference;

    /**
     * A new interpreter's, from the session's start.
     *
     * @param stall how long a call that was made before may be missing
     */
    Playback(Recording recording, Duration stall) {
        this.recording = recording;
        this.stall = stall;
        lock = recording.lock();
        changed = recording.changed();
        lock.lock();
        try {
            recording
                    .calls()
                    .forEach(call -> again.computeIfAbsent(call.key(), any -> new ArrayList<>())
                            .add(call));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A cell begins; what Python had got before it began the first time, it gets before.
     *
     * @throws InterruptedException when the interpreter is closed
     */
    void begin(RecordedCell next) throws InterruptedException {
        lock.lock();
        try {
            int from = next.isNew() ? recording.delivered() : next.from();
            advance(from);
            if (next.isNew()) {
                next.began(recording.delivered());
            }
            limit = next.isFinished() ? next.to() : NO_LIMIT;
            made = 0;
            cell = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The cell came to its end; what Python had got when it did so the first time, it gets now.
     *
     * @throws InterruptedException when the interpreter is closed
     */
    void end(RecordedCell ended, Execution execution) throws InterruptedException {
        lock.lock();
        try {
            cell = null;
            if (ended.isFinished()) {
                advance(ended.to());
                String otherEnd = ended.difference(execution);
                difference = difference == null ? otherEnd : difference;
            } else if (turn < recording.delivered()) {
                difference = "it made " + (turn - ended.from()) + " of its " + (recording.delivered() - ended.from())
                        + " calls to the host";
            } else {
                ended.finished(turn, execution);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets so many results go to Python, which threads that were left behind by a cell may wait for. */
    private void advance(int results) throws InterruptedException {
        limit = Math.max(limit, results);
        changed.signalAll();
        long end = System.nanoTime() + stall.toNanos();
        while (turn < results && difference == null) {
            check();
            if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
                difference = "it made " + (results - turn) + " calls to the host less";
            }
        }
        check();
    }

    private void check() throws InterruptedException {
        if (over) {
            throw new InterruptedException("the interpreter is closed");
        }
    }

    /** {@return how many calls the running cell made; none once the interpreter is closed} */
    int made() {
        lock.lock();
        try {
            return over ? 0 : made;
        } finally {
            lock.unlock();
        }
    }

    /** {@return what was done otherwise than before, or null} */
    @Nullable
    String difference() {
        lock.lock();
        try {
            return difference;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A call of Python's.
     *
     * @param key what is called
     * @param number its number among the calls of this interpreter
     * @param starter starts a call that was not made before
     * @return its result; a {@link Past} when it is a recorded one
     * @throws InterruptedException when Python no longer waits for it
     */
    @Nullable
    Object call(RecordedCall.Key key, long number, Consumer<RecordedCall> starter) throws InterruptedException {
        RecordedCall call = find(key, number);
        if (call == null) {
            call = begin(key, number);
            starter.accept(call);
        }
        Outcome outcome = outcome(call);
        boolean past = deliver(call);
        Object value = RecordedCall.value(outcome);
        return past ? new Past(value, outcome.at()) : value;
    }

    private @Nullable RecordedCall find(RecordedCall.Key key, long number) throws InterruptedException {
        lock.lock();
        try {
            check();
            made++;
            List<RecordedCall> equal = again.getOrDefault(key, List.of());
            RecordedCall found = equal.stream()
                    .filter(call -> call.number() == number)
                    .findFirst()
                    .orElse(equal.isEmpty() ? null : equal.getFirst());
            if (found != null) {
                equal.remove(found);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private RecordedCall begin(RecordedCall.Key key, long number) throws InterruptedException {
        lock.lock();
        try {
            check();
            if (cell == null) {
                throw new InterruptedException("no cell is running");
            }
            if (cell.isFinished()) {
                throw differs("it made a call to the host that it had not made before");
            }
            RecordedCall call = new RecordedCall(key, number, cell.number());
            recording.calls().add(call);
            return call;
        } finally {
            lock.unlock();
        }
    }

    private CancellationException differs(String what) {
        if (difference == null) {
            difference = what;
        }
        changed.signalAll();
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
            awaitTurn(call);
            if (!past) {
                recording.deliver(call);
            }
            turn++;
            changed.signalAll();
            return past;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(RecordedCall call) throws InterruptedException {
        boolean waited = false;
        long missingSince = System.nanoTime();
        while (!isNext(call)) {
            waited = true;
            missingSince = isMissing() ? missingSince : System.nanoTime();
            changed.awaitNanos(missingSince + stall.toNanos() - System.nanoTime());
            if (isMissing() && System.nanoTime() - missingSince >= stall.toNanos()) {
                throw differs("a call that it had made did not come");
            }
        }
        if (waited) {
            leaveTimeToTheOneBefore();
        }
    }

    /** {@return whether the running cell had got a result by now that it did not ask for yet} */
    private boolean isMissing() {
        return cell != null && turn < Math.min(limit, recording.delivered());
    }

    private boolean isNext(RecordedCall call) throws InterruptedException {
        check();
        if (difference != null) {
            throw differs(difference);
        }
        return call.delivered()
                ? call.place() <= turn && turn < limit
                : limit == NO_LIMIT && turn >= recording.delivered();
    }

    private void leaveTimeToTheOneBefore() throws InterruptedException {
        long end = System.nanoTime() + SPACING_NANOS;
        for (long left = SPACING_NANOS; left > 0; left = end - System.nanoTime()) {
            changed.awaitNanos(left);
        }
    }

    /** The interpreter is gone, or about to be stopped: nothing that it still does counts. */
    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
