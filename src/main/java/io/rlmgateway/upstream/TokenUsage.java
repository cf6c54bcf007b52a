package io.rlmgateway.upstream;

/**
 * Tokens of one or more calls.
 *
 * @param input tokens of prompts, cached ones included
 * @param cached the part of {@code input} that the upstream took from its cache
 * @param output tokens of replies, reasoning included
 * @param reasoning the part of {@code output} that is reasoning
 * @param estimated whether some of it is an estimate, because the upstream did not count it
 * @param cacheWritten the part of {@code input} that the upstream put into its cache for a price of its own
 */
public record TokenUsage(long input, long cached, long output, long reasoning, boolean estimated, long cacheWritten) {

    /** No tokens. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /**
     * Tokens as the upstream counted them.
     *
     * @param input tokens of prompts, cached ones included
     * @param cached the part of {@code input} that the upstream took from its cache
     * @param output tokens of replies, reasoning included
     * @param reasoning the part of {@code output} that is reasoning
     */
    public TokenUsage(long input, long cached, long output, long reasoning) {
        this(input, cached, output, reasoning, false, 0);
    }

    /**
     * Tokens of which none was put into a cache for a price.
     *
     * @param input tokens of prompts, cached ones included
     * @param cached the part of {@code input} that the upstream took from its cache
     * @param output tokens of replies, reasoning included
     * @param reasoning the part of {@code output} that is reasoning
     * @param estimated whether some of it is an estimate
     */
    public TokenUsage(long input, long cached, long output, long reasoning, boolean estimated) {
        this(input, cached, output, reasoning, estimated, 0);
    }

    /**
     * Tokens that no upstream counted.
     *
     * @param input tokens of the prompt
     * @param output tokens of the reply
     * @return an estimate
     */
    public static TokenUsage estimated(long input, long output) {
        return new TokenUsage(input, 0, output, 0, true);
    }

    /**
     * Adds two counts.
     *
     * @param other what to add
     * @return the sum
     */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input,
                cached + other.cached,
                output + other.output,
                reasoning + other.reasoning,
                estimated || other.estimated,
                cacheWritten + other.cacheWritten);
    }

    /**
     * Takes a count that is part of this one away.
     *
     * @param part what to take away
     * @return the rest, estimated when one of them is
     */
    public TokenUsage minus(TokenUsage part) {
        return new TokenUsage(
                input - part.input,
                cached - part.cached,
                output - part.output,
                reasoning - part.reasoning,
                estimated || part.estimated,
                cacheWritten - part.cacheWritten);
    }

    /** {@return input and output together} */
    public long total() {
        return input + output;
    }
}
