package io.rlmgateway.repl;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host function made of a lambda. */
public record TestFunction(
        String signature, List<String> aliases, boolean restored, Function<Arguments, @Nullable Object> action)
        implements ReplFunction {

    /** A function without aliases that is restored. */
    public static TestFunction of(String signature, Function<Arguments, @Nullable Object> action) {
        return new TestFunction(signature, List.of(), true, action);
    }

    @Override
    public String description() {
        return "Describes " + signature + ".";
    }

    @Override
    public boolean awaitable() {
        return true;
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        return action.apply(arguments);
    }
}
