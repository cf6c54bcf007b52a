package io.rlmgateway.upstream;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a model of an upstream, or of all whose names begin alike; what is not set is as for the upstream's others.
 *
 * @param model the model's name at the upstream; with {@code *} at its end every model that begins so
 * @param maxConcurrency calls in flight at once, within those of the upstream
 * @param requestsPerMinute calls in each minute, spread evenly
 * @param tokensPerMinute tokens of prompts and replies in each minute
 */
record LimitProperties(
        @NotBlank String model,
        @Nullable @Positive Integer maxConcurrency,
        @Nullable @Positive Integer requestsPerMinute,
        @Nullable @Positive Integer tokensPerMinute) {

    /** {@return whether they are for a model} */
    boolean isFor(String name) {
        return model.endsWith("*") ? name.startsWith(model.substring(0, model.length() - 1)) : name.equals(model);
    }

    /** {@return these limits, and others where these are not set} */
    LimitProperties or(LimitProperties others) {
        return new LimitProperties(
                model,
                maxConcurrency == null ? others.maxConcurrency : maxConcurrency,
                requestsPerMinute == null ? others.requestsPerMinute : requestsPerMinute,
                tokensPerMinute == null ? others.tokensPerMinute : tokensPerMinute);
    }
}
