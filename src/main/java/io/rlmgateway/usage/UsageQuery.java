package io.rlmgateway.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which usage is asked for.
 *
 * @param tenant whose, or null for all
 * @param key of which key, or null for all
 * @param model of which model, or null for all
 * @param span when
 * @param by groups, in the order that they are sorted by; none for one sum
 * @param page which groups
 */
record UsageQuery(
        @Nullable String tenant,
        @Nullable String key,
        @Nullable String model,
        Span span,
        List<UsageGroup> by,
        Page page) {

    UsageQuery {
        by = List.copyOf(by);
    }

    /**
     * A span of time.
     *
     * @param from its beginning
     * @param to the first moment after it
     */
    record Span(Instant from, Instant to) {}

    /**
     * A page of groups.
     *
     * @param limit groups at most
     * @param after groups before it
     */
    record Page(int limit, int after) {}
}
