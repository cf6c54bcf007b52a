package io.rlmgateway.completion;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a tenant's completions.
 *
 * @param model only those of this model, or null for all
 * @param metadata only those with all of these notes; may be empty
 * @param limit completions at most
 * @param ascending oldest first
 * @param after id of the last completion of the page before, or null for the first page
 */
public record CompletionQuery(
        @Nullable String model,
        Map<String, String> metadata,
        int limit,
        boolean ascending,
        @Nullable String after) {

    /** Copies the map. */
    public CompletionQuery {
        metadata = Map.copyOf(metadata);
    }
}
