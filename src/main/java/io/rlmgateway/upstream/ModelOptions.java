package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sampling and limits of one call.
 *
 * @param maxOutputTokens cap of the reply, reasoning included; null for the model's own
 * @param timeout for the whole call, retries included
 * @param stop strings that end the reply, at most 4; may be empty
 * @param parameters further parameters by their OpenAI names ({@code temperature}, {@code top_p}, {@code seed},
 *     {@code reasoning_effort}, {@code response_format} …) with JSON values; may be empty
 * @param tools functions that the model may wish to call
 */
public record ModelOptions(
        @Nullable Integer maxOutputTokens,
        Duration timeout,
        List<String> stop,
        Map<String, Object> parameters,
        Tools tools) {

    /** Copies the collections. */
    public ModelOptions {
        stop = List.copyOf(stop);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Options without tools.
     *
     * @param maxOutputTokens cap of the reply, or null
     * @param timeout for the whole call
     * @param stop strings that end the reply
     * @param parameters further parameters
     */
    public ModelOptions(
            @Nullable Integer maxOutputTokens, Duration timeout, List<String> stop, Map<String, Object> parameters) {
        this(maxOutputTokens, timeout, stop, parameters, Tools.NONE);
    }

    /**
     * Nothing but a cap and a timeout.
     *
     * @param maxOutputTokens cap of the reply, or null
     * @param timeout for the whole call
     * @return the options
     */
    public static ModelOptions of(@Nullable Integer maxOutputTokens, Duration timeout) {
        return new ModelOptions(maxOutputTokens, timeout, List.of(), Map.of());
    }

    /** {@return the form that the reply must have, which the parameter {@code response_format} says} */
    public ResponseFormat responseFormat() {
        return ResponseFormat.of(parameters.get("response_format"));
    }

    /**
     * The same options but for some parameters.
     *
     * @param names their OpenAI names, {@code stop} and those about tools included
     * @return the options
     */
    public ModelOptions without(Set<String> names) {
        Map<String, Object> others = new LinkedHashMap<>(parameters);
        others.keySet().removeAll(names);
        List<String> stops = names.contains("stop") ? List.of() : stop;
        return new ModelOptions(maxOutputTokens, timeout, stops, others, tools.without(names));
    }

    /**
     * The same options with less time.
     *
     * @param most for the whole call
     * @return the options
     */
    ModelOptions within(Duration most) {
        return most.compareTo(timeout) >= 0 ? this : new ModelOptions(maxOutputTokens, most, stop, parameters, tools);
    }
}
