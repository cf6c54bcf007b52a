package io.rlmgateway.session;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.ReplFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host function of sessions; a bean of it is there in every session's Python. */
public interface SessionFunction {

    /** {@return name and parameters as Python writes them} */
    String signature();

    /** {@return the docstring} */
    String description();

    /** {@return further names; may be empty} */
    default List<String> aliases() {
        return List.of();
    }

    /** {@return whether it asks models, which the scope records in the journal; others are recorded as a whole} */
    default boolean asksModels() {
        return false;
    }

    /** {@return whether it asks no model and the same call can return something else a little later} */
    default boolean changes() {
        return false;
    }

    /** {@return whether a form to be awaited exists too} */
    default boolean awaitable() {
        return false;
    }

    /**
     * Does the work.
     *
     * @param arguments the arguments by parameter name
     * @param scope what it may do
     * @return a value of the types that {@link ReplFunction} names
     * @throws io.rlmgateway.repl.PythonException to raise in Python
     */
    @Nullable
    Object call(Arguments arguments, SessionScope scope);

    /** {@return the part of the signature before the parenthesis} */
    default String name() {
        return signature().substring(0, signature().indexOf('('));
    }
}
