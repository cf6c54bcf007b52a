package io.rlmgateway.completion;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A chat completion that is kept.
 *
 * @param id as its client got it
 * @param model the model as the client named it
 * @param created when it was answered
 * @param json the {@code chat.completion} object without its metadata
 * @param metadata the client's notes on it, in the client's order; may be empty
 */
public record StoredCompletion(String id, String model, Instant created, String json, Map<String, String> metadata) {

    /** Copies the map. */
    public StoredCompletion {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
