package io.rlmgateway.repl;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host that Python can call by its name.
 *
 * <p>What it returns becomes real Python data: null, {@link Boolean}, {@link Integer}, {@link Long}, {@link Double},
 * {@link String}, {@link List} and {@link java.util.Map} of these, {@link FailedAnswer}, {@link Attributes}, {@link Past}.
 */
public interface ReplFunction {

    /** {@return name and parameters as Python writes them, for example {@code llm_query(prompt, context=None, *, model=None)}} */
    String signature();

    /** {@return the docstring} */
    String description();

    /** {@return further names, for example {@code llm_batch}; may be empty} */
    default List<String> aliases() {
        return List.of();
    }

    /** {@return whether a form to be awaited exists too, its name being {@code a} and the function's} */
    default boolean awaitable() {
        return false;
    }

    /** {@return whether the name is restored for the next cell when a cell overwrote it} */
    default boolean restored() {
        return false;
    }

    /**
     * Does the work, on a virtual thread; an interrupt means that the cell was stopped.
     *
     * @param arguments the arguments by parameter name, defaults filled in
     * @return the value, of the types named above
     * @throws PythonException to raise in Python
     */
    @Nullable
    Object call(Arguments arguments);

    /**
     * The result of one slot of a batch that failed: in Python a {@code str} that starts with {@code Error:} and has
     * {@code .error}.
     *
     * @param message what went wrong
     */
    record FailedAnswer(String message) {}

    /**
     * A result of an earlier time: Python's clock is put forward to when it came.
     *
     * @param value the result
     * @param at when it came
     */
    record Past(@Nullable Object value, Instant at) {}

    /**
     * A small Python object with attributes.
     *
     * @param type the class name that Python shows
     * @param fields attributes in order
     */
    record Attributes(String type, java.util.Map<String, Object> fields) {}
}
