package io.rlmgateway.access;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key may use. Null is no limit. Minutes slide, days and months are those of UTC.
 *
 * @param requestsPerMinute questions to models
 * @param tokensPerMinute tokens of prompts and replies, of all models together
 * @param usdPerDay US dollars
 * @param usdPerMonth US dollars
 * @param concurrency questions that are answered at once
 * @param session limits of a session by name, as {@code turns}; a request may ask for less
 */
public record KeyLimits(
        @Nullable Integer requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Double usdPerDay,
        @Nullable Double usdPerMonth,
        @Nullable Integer concurrency,
        Map<String, Number> session) {

    /** No limits. */
    public static final KeyLimits NONE = new KeyLimits(null, null, null, null, null, Map.of());

    /** Copies the map. */
    public KeyLimits {
        session = Map.copyOf(session);
    }

    /** {@return whether money is limited} */
    public boolean ofMoney() {
        return usdPerDay != null || usdPerMonth != null;
    }

    /**
     * The limits of one session.
     *
     * @param wishes what a request asks for, by name
     * @return the lower of both for each name
     */
    public Map<String, Number> session(Map<String, Number> wishes) {
        Map<String, Number> lower = new HashMap<>(wishes);
        session.forEach((name, limit) ->
                lower.merge(name, limit, (one, other) -> one.doubleValue() <= other.doubleValue() ? one : other));
        return lower;
    }
}
