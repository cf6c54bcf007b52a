package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Placed;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call of a cell to the host and what came of it; a cell that runs again gets the same, without asking anybody. */
final class RecordedCall {

    /** What is called. */
    record Key(int function, Map<String, @Nullable Object> arguments) {}

    private static final long NONE = -1;

    private final Key key;
    private final long number;
    private final int cell;
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private volatile @Nullable Object result;
    private volatile Instant at = Instant.MIN;
    private volatile long place = NONE;

    /**
     * A call that is being made.
     *
     * @param number its number among the calls of its interpreter
     * @param cell the number of the cell that makes it
     */
    RecordedCall(Key key, long number, int cell) {
        this.key = key;
        this.number = number;
        this.cell = cell;
    }

    long number() {
        return number;
    }

    int cell() {
        return cell;
    }

    Key key() {
        return key;
    }

    /** {@return whether it ended} */
    boolean hasEnded() {
        return place != NONE;
    }

    /** {@return how many calls of the session had ended before it did} */
    long place() {
        return place;
    }

    /** Calls that had ended before were forgotten. */
    void moveTo(long newPlace) {
        place = newPlace;
    }

    /**
     * It ended; {@link #tell} must follow.
     *
     * @param value what it returned, or a {@link PythonException} that it raised
     */
    void end(@Nullable Object value, Instant when, long newPlace) {
        result = value;
        at = when;
        place = newPlace;
    }

    /** Has those who wait for its end go on, here. */
    void tell() {
        told.complete(null);
    }

    /** {@return completed once its end is told} */
    CompletableFuture<Placed> result() {
        return told.thenApply(ended -> placed());
    }

    private Placed placed() {
        Object value = result instanceof PythonException raised
                ? new PythonException(raised.type(), String.valueOf(raised.getMessage()))
                : result;
        return new Placed(value, at, place);
    }
}
