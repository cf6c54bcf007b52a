package io.rlmgateway.repl;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host that Python can call by its name.
 *
 * <p>What it returns becomes real Python data: null, {@link Boolean}, {@link Integer}, {@link Long}, {@link Double},
 * {@link String}, {@link List} and {@link Map} of these, {@link FailedAnswer}, {@link MarkedAnswer}, {@link Attributes},
 * {@link Placed}.
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
     * Starts the work, without waiting. The calls of a session start one after the other, in the order in which Python
     * makes them.
     *
     * @param arguments the arguments by parameter name, defaults filled in
     * @return completed with what {@link #call} returns or throws; to cancel it interrupts the work
     */
    default CompletableFuture<@Nullable Object> start(Arguments arguments) {
        return FunctionCall.start(this, arguments);
    }

    /**
     * The result of one slot of a batch that failed: in Python a {@code str} that starts with {@code Error:} and has
     * {@code .error}.
     *
     * @param message what went wrong
     */
    record FailedAnswer(String message) {}

    /**
     * An answer about which there is more to say: in Python a {@code str} that has attributes.
     *
     * @param text the answer
     * @param marks attributes in order, of the types named above
     */
    record MarkedAnswer(String text, Map<String, @Nullable Object> marks) {}

    /**
     * A result that has its place among all results of its session: Python gets them in this order.
     *
     * @param value the result, or a {@link PythonException} to be raised
     * @param at when it came: Python's clock is put forward to it
     * @param place how many results came before it
     */
    record Placed(@Nullable Object value, Instant at, long place) {}

    /**
     * A small Python object with attributes.
     *
     * @param type the class name that Python shows
     * @param fields attributes in order
     */
    record Attributes(String type, Map<String, @Nullable Object> fields) {}
}
