package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.PythonException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call of a cell to the host and what came of it; a cell that runs again gets the same, without asking anybody. */
final class RecordedCall {

    /** What tells calls apart; of equal ones, that of the same number is taken, else the first. */
    record Key(int function, Map<String, @Nullable Object> arguments) {}

    /** How a call ended. */
    sealed interface Outcome {

        /** {@return when it ended} */
        Instant at();

        /** It returned. */
        record Returned(@Nullable Object value, Instant at) implements Outcome {}

        /** It raised an exception in Python, or failed in a way that is none of Python's business. */
        record Raised(RuntimeException exception, Instant at) implements Outcome {}
    }

    private static final int NEVER = -1;

    private final Key key;
    private final long number;
    private final int cell;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private int place = NEVER;

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

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** {@return whether Python got its result once, in this place among the results of its session} */
    boolean delivered() {
        return place != NEVER;
    }

    int place() {
        return place;
    }

    void deliveredIn(int order) {
        place = order;
    }

    void undelivered() {
        place = NEVER;
    }

    /** {@return the value, or throws what the call threw} */
    static @Nullable Object value(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned(var value, var _) -> value;
            case Outcome.Raised(PythonException e, var _) ->
                throw new PythonException(e.type(), String.valueOf(e.getMessage()));
            case Outcome.Raised(var e, var _) -> throw e;
        };
    }
}
