package io.rlmgateway.upstream;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Facts about a model, or about all whose names begin alike.
 *
 * @param model the model, {@code upstream/name} or only its name; with {@code *} at its end every model that begins so
 * @param window tokens of prompt and reply together
 * @param maxOutput tokens of a reply at most
 * @param inputPrice US dollars for a million tokens of prompt, or null when unknown
 * @param cachedInputPrice US dollars for a million cached tokens of prompt, or null when unknown
 * @param outputPrice US dollars for a million tokens of reply, or null when unknown
 * @param refused parameters, by their OpenAI names, that the model refuses; calls go without them
 * @param abilities what it can do besides writing text: {@code images}, {@code tools}, {@code schema}, {@code cache}
 */
record ModelFactsProperties(
        @NotBlank String model,
        @DefaultValue("128000") @Positive long window,
        @DefaultValue("16384") @Positive long maxOutput,
        @Nullable @PositiveOrZero Double inputPrice,
        @Nullable @PositiveOrZero Double cachedInputPrice,
        @Nullable @PositiveOrZero Double outputPrice,
        @Nullable Set<String> refused,
        @Nullable Set<ModelAbility> abilities) {

    /** {@return the facts alone} */
    ModelFacts facts() {
        Set<String> left = refused == null ? Set.of() : refused;
        Set<ModelAbility> able = abilities == null ? Set.of() : abilities;
        return new ModelFacts(window, maxOutput, inputPrice, cachedInputPrice, outputPrice, left, able);
    }
}
