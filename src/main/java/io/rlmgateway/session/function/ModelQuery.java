package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.jspecify.annotations.Nullable;

/**
 * A function that asks models.
 *
 * @param <Q> what it asks: one question, or a list of them
 */
abstract sealed class ModelQuery<Q> implements SessionFunction
        permits LlmQuery, LlmQueryBatched, RlmQuery, RlmQueryBatched {

    private final String name;
    private final Prompts<Q> prompts;
    private final String description;

    /**
     * A function of a name.
     *
     * @param prompts its parameters
     * @param description its docstring
     */
    ModelQuery(String name, Prompts<Q> prompts, String description) {
        this.name = name;
        this.prompts = prompts;
        this.description = description;
    }

    /** Asks what the arguments say. */
    abstract @Nullable Object ask(SessionScope scope, Q asked);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String signature() {
        return name + prompts.parameters();
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final boolean asksModels() {
        return true;
    }

    @Override
    public final boolean awaitable() {
        return true;
    }

    @Override
    public final @Nullable Object call(Arguments arguments, SessionScope scope) {
        return ask(scope, prompts.read(arguments));
    }
}
