package io.rlmgateway.access;

import java.time.Instant;
import java.util.List;

/**
 * A question that sessions begin to answer.
 *
 * @param caller who asked
 * @param model the served model, as the client named it
 * @param runs the runs of the sessions
 * @param at when it was admitted
 */
public record BegunRequest(Caller caller, String model, List<String> runs, Instant at) {

    /** Copies the list. */
    public BegunRequest {
        runs = List.copyOf(runs);
    }
}
