package io.rlmgateway.upstream;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model.
 *
 * @param window tokens of prompt and reply together
 * @param maxOutput tokens of a reply at most
 * @param inputPrice US dollars for a million tokens of prompt, or null when unknown
 * @param cachedInputPrice US dollars for a million cached tokens of prompt, or null when unknown
 * @param outputPrice US dollars for a million tokens of reply, or null when unknown
 * @param refused parameters, by their OpenAI names, that the model refuses; calls go without them
 * @param jsonSchema whether it keeps to a {@code response_format} of the type {@code json_schema}
 */
public record ModelFacts(
        long window,
        long maxOutput,
        @Nullable Double inputPrice,
        @Nullable Double cachedInputPrice,
        @Nullable Double outputPrice,
        Set<String> refused,
        boolean jsonSchema) {

    /** Copies the set. */
    public ModelFacts {
        refused = Set.copyOf(refused);
    }

    /**
     * Facts about a model that takes all parameters, is sent nothing but text, and keeps to no form.
     *
     * @param window tokens of prompt and reply together
     * @param maxOutput tokens of a reply at most
     * @param inputPrice US dollars for a million tokens of prompt, or null when unknown
     * @param cachedInputPrice US dollars for a million cached tokens of prompt, or null when unknown
     * @param outputPrice US dollars for a million tokens of reply, or null when unknown
     */
    public ModelFacts(
            long window,
            long maxOutput,
            @Nullable Double inputPrice,
            @Nullable Double cachedInputPrice,
            @Nullable Double outputPrice) {
        this(window, maxOutput, inputPrice, cachedInputPrice, outputPrice, Set.of(), false);
    }

    /**
     * The price of a call.
     *
     * @param usage its tokens
     * @return US dollars, or null when a price is unknown
     */
    public @Nullable Double cost(TokenUsage usage) {
        if (inputPrice == null || outputPrice == null) {
            return null;
        }
        double cachedPrice = cachedInputPrice == null ? inputPrice : cachedInputPrice;
        return ((usage.input() - usage.cached()) * inputPrice
                        + usage.cached() * cachedPrice
                        + usage.output() * outputPrice)
                / 1_000_000;
    }
}
