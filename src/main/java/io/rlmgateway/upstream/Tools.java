package io.rlmgateway.upstream;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a model may wish to call; the client runs them.
 *
 * @param offered the functions; empty for none
 * @param choice whether and which it must call
 * @param parallel whether one reply may hold several calls; null leaves it to the upstream
 */
public record Tools(
        List<Tool> offered, Choice choice, @Nullable Boolean parallel) {

    /** No functions. */
    public static final Tools NONE = new Tools(List.of(), new Choice.Auto(), null);

    /** Copies the list. */
    public Tools {
        offered = List.copyOf(offered);
    }

    /**
     * A function.
     *
     * @param name its name
     * @param description what it does; may be empty
     * @param schema the JSON schema of its arguments, of the type {@code object}
     * @param strict whether arguments must keep to the schema; null leaves it to the upstream
     */
    public record Tool(
            String name,
            String description,
            Map<String, Object> schema,
            @Nullable Boolean strict) {}

    /** Whether and which function the model must call (OpenAI's {@code tool_choice}). */
    public sealed interface Choice {

        /** As the model likes. */
        record Auto() implements Choice {}

        /** None. */
        record None() implements Choice {}

        /** At least one. */
        record Required() implements Choice {}

        /**
         * This one.
         *
         * @param name the function's name
         */
        record Named(String name) implements Choice {}
    }
}
