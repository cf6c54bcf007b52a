package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.ReplFunction.Placed;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One interpreter's way through a session's {@link Recording}. A call that was made before gets its recorded result, what
 * is new is recorded. Once the interpreter did something else than before, nothing that it does counts any more.
 */
final class Playback implements AutoCloseable {

    private final Recording recording;
    private int calls;
    private int made;
    private int waits;
    private @Nullable RecordedCell cell;
    private @Nullable String difference;
    private volatile boolean over;

    /** A new interpreter's, from the session's start. */
    Playback(Recording recording) {
        this.recording = recording;
    }

    /** A cell begins. */
    synchronized void begin(RecordedCell next) {
        cell = next;
        made = 0;
        waits = 0;
    }

    /**
     * The cell came to its end.
     *
     * @return what was done otherwise than before, or null
     */
    synchronized @Nullable String end(RecordedCell ended, Execution execution) {
        cell = null;
        int before = ended.isFinished() ? ended.calls() : recording.size();
        if (difference == null && calls < before) {
            difference = "it made " + (before - calls) + " calls to the host less";
        }
        if (difference == null && ended.isKnown()) {
            difference = ended.difference(execution);
        }
        if (difference == null && !over) {
            ended.finished(calls, execution);
        }
        return difference;
    }

    /** {@return what was done otherwise than before, or null} */
    synchronized @Nullable String difference() {
        return difference;
    }

    /** {@return how many calls the running cell made, beside waits; none once the interpreter is closed} */
    synchronized int made() {
        return over ? 0 : made;
    }

    /** {@return how many waits the running cell began} */
    synchronized int waits() {
        return waits;
    }

    /**
     * A call of Python's.
     *
     * @param key what is called
     * @param number its number among the calls of this interpreter
     * @param counts whether it counts as a call of the cell's
     * @param starter starts a call that was not made before
     * @return completed with its result; unless it ended before, on the thread on which it ends
     */
    synchronized CompletableFuture<Placed> call(
            RecordedCall.Key key, long number, boolean counts, Consumer<RecordedCall> starter) {
        RecordedCell caller = cell;
        if (over || caller == null || difference != null) {
            throw new CancellationException("stopped");
        }
        count(counts);
        RecordedCall call = recording.call(number);
        if (call != null) {
            return again(call, key);
        }
        if (caller.isFinished()) {
            throw differs("it made a call to the host that it had not made before");
        }
        RecordedCall made = new RecordedCall(key, number, caller.number());
        recording.add(made);
        starter.accept(made);
        return result(made);
    }

    private void count(boolean counts) {
        calls++;
        if (counts) {
            made++;
        } else {
            waits++;
        }
    }

    private CompletableFuture<Placed> again(RecordedCall call, RecordedCall.Key key) {
        if (!call.key().equals(key)) {
            throw differs("it made another call to the host than before");
        }
        return result(call);
    }

    private CancellationException differs(String what) {
        difference = what;
        return new CancellationException("stopped");
    }

    private CompletableFuture<Placed> result(RecordedCall call) {
        return call.result().thenApply(placed -> {
            if (over) {
                throw new CancellationException("stopped");
            }
            return placed;
        });
    }

    /** The interpreter is gone, or about to be stopped: nothing that it still does counts. */
    @Override
    public synchronized void close() {
        over = true;
    }
}
