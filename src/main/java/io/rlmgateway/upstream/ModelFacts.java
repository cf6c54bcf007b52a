package io.rlmgateway.upstream;

import java.util.HashSet;
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
 * @param abilities what it can do besides writing text
 */
public record ModelFacts(
        long window,
        long maxOutput,
        @Nullable Double inputPrice,
        @Nullable Double cachedInputPrice,
        @Nullable Double outputPrice,
        Set<String> refused,
        Set<ModelAbility> abilities) {

    /** What writing to the cache costs above the price of input (Anthropic's guide: prompt caching, five minutes). */
    private static final double CACHE_WRITING = 0.25;

    /** Copies the set. */
    public ModelFacts {
        refused = Set.copyOf(refused);
        abilities = Set.copyOf(abilities);
    }

    /**
     * Facts about a model of which only the form of its replies matters.
     *
     * @param window tokens of prompt and reply together
     * @param maxOutput tokens of a reply at most
     * @param inputPrice US dollars for a million tokens of prompt, or null when unknown
     * @param cachedInputPrice US dollars for a million cached tokens of prompt, or null when unknown
     * @param outputPrice US dollars for a million tokens of reply, or null when unknown
     * @param refused parameters that the model refuses
     * @param jsonSchema whether it keeps to a schema
     */
    public ModelFacts(
            long window,
            long maxOutput,
            @Nullable Double inputPrice,
            @Nullable Double cachedInputPrice,
            @Nullable Double outputPrice,
            Set<String> refused,
            boolean jsonSchema) {
        this(
                window,
                maxOutput,
                inputPrice,
                cachedInputPrice,
                outputPrice,
                refused,
                jsonSchema ? Set.of(ModelAbility.SCHEMA) : Set.of());
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
        this(window, maxOutput, inputPrice, cachedInputPrice, outputPrice, Set.of(), Set.of());
    }

    /** {@return whether it looks at images} */
    public boolean takesImages() {
        return abilities.contains(ModelAbility.IMAGES);
    }

    /** {@return whether it keeps to a {@code response_format} of the type {@code json_schema}} */
    public boolean jsonSchema() {
        return abilities.contains(ModelAbility.SCHEMA);
    }

    /**
     * The same facts about a model that refuses more.
     *
     * @param more parameters by their OpenAI names
     * @return the facts
     */
    ModelFacts refusing(Set<String> more) {
        if (refused.containsAll(more)) {
            return this;
        }
        Set<String> all = new HashSet<>(refused);
        all.addAll(more);
        return new ModelFacts(window, maxOutput, inputPrice, cachedInputPrice, outputPrice, all, abilities);
    }

    /** {@return whether no call costs more than the same call to another model, as far as prices are known} */
    boolean isNoDearerThan(ModelFacts other) {
        return isAtMost(inputPrice, other.inputPrice) && isAtMost(outputPrice, other.outputPrice);
    }

    private static boolean isAtMost(@Nullable Double price, @Nullable Double most) {
        return price != null && most != null && price <= most;
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
        return ((usage.input() - usage.cached() + usage.cacheWritten() * CACHE_WRITING) * inputPrice
                        + usage.cached() * cachedPrice
                        + usage.output() * outputPrice)
                / 1_000_000;
    }
}
