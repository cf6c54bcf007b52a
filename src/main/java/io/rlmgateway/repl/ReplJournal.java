package io.rlmgateway.repl;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session's REPL must know to come to the same state again in another process: its owner keeps it, and gives it
 * back with the session's cells, in their order.
 */
public interface ReplJournal {

    /** {@return the start of all random numbers, the same in every process} */
    long seed();

    /**
     * The calls that returned in an earlier process, without those of cells that were stopped.
     *
     * @return the calls in the order of {@link #returned}; empty for a new session
     */
    List<Returned> returns();

    /**
     * How a cell ended in an earlier process. One that was stopped is not run again; another one must end like that.
     *
     * @param cell its number
     * @return its end, or null when it did not end there
     */
    @Nullable
    Execution end(int cell);

    /**
     * A call's result is about to be handed to Python; kept before anything that Python does with it.
     *
     * @param cell number of the cell that made it
     * @param call the call's number
     * @return when this is, or null when Python is to get no result any more
     */
    @Nullable
    Instant returned(int cell, long call);

    /**
     * A call that returned.
     *
     * @param cell number of the cell that made it
     * @param call its number
     * @param at when it returned
     */
    record Returned(int cell, long call, Instant at) {}

    /**
     * The journal of a session that nobody will run again.
     *
     * @param seed start of all random numbers
     * @return a journal that keeps nothing
     */
    static ReplJournal none(long seed) {
        return new ReplJournal() {
            @Override
            public long seed() {
                return seed;
            }

            @Override
            public List<Returned> returns() {
                return List.of();
            }

            @Override
            public @Nullable Execution end(int cell) {
                return null;
            }

            @Override
            public Instant returned(int cell, long call) {
                return Instant.now();
            }
        };
    }
}
