package io.rlmgateway.trajectory;

import org.jspecify.annotations.Nullable;

/**
 * What a run is found by, beside its id.
 *
 * @param request the request that it answers, or null when nobody sends it again
 * @param conversation the conversation up to its question, or null when nobody goes on with it
 */
public record RunKeys(@Nullable String request, @Nullable String conversation) {

    /** Found by its id only. */
    public static final RunKeys NONE = new RunKeys(null, null);
}
