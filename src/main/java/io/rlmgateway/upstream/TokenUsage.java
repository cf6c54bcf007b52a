package io.rlmgateway.upstream;

/**
 * Tokens of one or more calls.
 *
 * @param input tokens of prompts, cached ones included
 * @param cached the part of {@code input} that the upstream took from its cache
 * @param output tokens of replies, reasoning included
 * @param reasoning the part of {@code output} that is reasoning
 */
public record TokenUsage(long input, long cached, long output, long reasoning) {

    /** No tokens. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /**
     * Adds two counts.
     *
     * @param other what to add
     * @return the sum
     */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input, cached + other.cached, output + other.output, reasoning + other.reasoning);
    }

    /** {@return input and output together} */
    public long total() {
        return input + output;
    }
}
