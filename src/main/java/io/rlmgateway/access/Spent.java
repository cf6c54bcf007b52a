package io.rlmgateway.access;

import org.jspecify.annotations.Nullable;

/**
 * What calls to models used.
 *
 * @param input tokens of prompts, cached ones included
 * @param cached the part of {@code input} that came from an upstream's cache
 * @param output tokens of replies, reasoning included
 * @param reasoning the part of {@code output} that is reasoning
 * @param costUsd US dollars, or null when a price is unknown
 */
public record Spent(
        long input,
        long cached,
        long output,
        long reasoning,
        @Nullable Double costUsd) {

    /** Nothing. */
    public static final Spent NOTHING = new Spent(0, 0, 0, 0, 0.0);

    /** {@return tokens of prompts and replies} */
    public long tokens() {
        return input + output;
    }

    /** {@return US dollars, 0 where they are unknown} */
    public double knownCostUsd() {
        return costUsd == null ? 0 : costUsd;
    }

    Spent plus(Spent other) {
        return new Spent(
                input + other.input,
                cached + other.cached,
                output + other.output,
                reasoning + other.reasoning,
                costUsd == null || other.costUsd == null ? null : costUsd + other.costUsd);
    }

    Spent withReasoning(long tokens) {
        return new Spent(input, cached, output, Math.min(tokens, output), costUsd);
    }
}
