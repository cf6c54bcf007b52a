package io.rlmgateway.upstream;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Models that answer in the place of another one. A chat request that is relayed to its upstream as the client sent it
 * goes only to models whose upstream takes it so too, and only while nothing of an answer went to the client.
 *
 * @param model the model, {@code upstream/name}; with {@code *} at its end every model that begins so
 * @param to who answers when it is unavailable, too slow or left alone, in this order; when a prompt is too long for it,
 *     the first of them with a larger window; a refused request goes to none
 * @param after how long a call waits at the model, for its turns and between attempts, before the next one is asked
 */
record FallbackProperties(
        @NotBlank String model,
        @NotEmpty List<@NotBlank String> to,
        @DefaultValue("10s") @NotNull Duration after) {

    /** Copies the list. */
    FallbackProperties {
        to = to == null ? List.of() : List.copyOf(to);
    }

    /** {@return whether they are for a model} */
    boolean isFor(String name) {
        return model.endsWith("*") ? name.startsWith(model.substring(0, model.length() - 1)) : name.equals(model);
    }
}
