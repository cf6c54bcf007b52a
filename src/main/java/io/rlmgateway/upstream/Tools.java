package io.rlmgateway.upstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** {@return the tool of this name, if it is offered} */
    public Optional<Tool> find(String name) {
        return offered.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /**
     * The same functions but for some parameters. That none is to be called needs no parameter: none is offered then.
     *
     * @param names OpenAI names of parameters
     * @return the functions
     */
    Tools without(Set<String> names) {
        if (names.contains("tools")) {
            return NONE;
        }
        boolean demands = choice instanceof Choice.Required || choice instanceof Choice.Named;
        return new Tools(
                offered,
                demands && names.contains("tool_choice") ? new Choice.Auto() : choice,
                names.contains("parallel_tool_calls") ? null : parallel);
    }

    /**
     * A function, or what OpenAI calls a custom tool: it takes one text, which as a function is its parameter {@code input}.
     *
     * @param name its name
     * @param description what it does; may be empty
     * @param schema the JSON schema of its arguments, of the type {@code object}
     * @param strict whether arguments must keep to the schema; null leaves it to the upstream
     * @param custom whether the client knows it as a custom tool
     */
    public record Tool(
            String name,
            String description,
            Map<String, Object> schema,
            @Nullable Boolean strict,
            boolean custom) {

        /** The parameter of a custom tool. */
        public static final String INPUT = "input";

        /** A function. */
        public Tool(String name, String description, Map<String, Object> schema, @Nullable Boolean strict) {
            this(name, description, schema, strict, false);
        }

        /** {@return a custom tool} */
        public static Tool custom(String name, String description) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", Map.of(INPUT, Map.of("type", "string")));
            schema.put("required", List.of(INPUT));
            return new Tool(name, description, schema, null, true);
        }
    }

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
