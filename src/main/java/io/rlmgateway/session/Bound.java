package io.rlmgateway.session;

import org.jspecify.annotations.Nullable;

/**
 * What a call may use at most.
 *
 * @param model the model, as configured
 * @param tokens of its prompt and its output cap
 * @param costUsd of the same, null when the price is unknown
 * @param level depth that it reaches: 0 for a turn of the root session, 1 for its sub-calls, and so on
 * @param subCall whether it counts as a sub-call
 */
record Bound(String model, long tokens, @Nullable Double costUsd, int level, boolean subCall) {

    double cost() {
        return costUsd == null ? 0 : costUsd;
    }
}
