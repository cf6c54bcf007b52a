package io.rlmgateway.repl;

import java.util.List;

/** A function of the host whose facts come from elsewhere: it adds what a call does. */
public abstract class DescribedFunction implements ReplFunction {

    private final Facts facts;

    /**
     * What Python sees of a function.
     *
     * @param signature name and parameters as Python writes them
     * @param description the docstring
     * @param aliases further names; may be empty
     * @param awaitable whether a form to be awaited exists too
     * @param restored whether the name is restored for the next cell
     */
    public record Facts(
            String signature, String description, List<String> aliases, boolean awaitable, boolean restored) {

        /** Copies the names. */
        public Facts {
            aliases = List.copyOf(aliases);
        }

        /**
         * The facts of another function.
         *
         * @param function the function
         * @return what Python sees of it
         */
        public static Facts of(ReplFunction function) {
            return new Facts(
                    function.signature(),
                    function.description(),
                    function.aliases(),
                    function.awaitable(),
                    function.restored());
        }
    }

    /**
     * A function with these facts.
     *
     * @param facts what Python sees of it
     */
    protected DescribedFunction(Facts facts) {
        this.facts = facts;
    }

    @Override
    public final String signature() {
        return facts.signature();
    }

    @Override
    public final String description() {
        return facts.description();
    }

    @Override
    public final List<String> aliases() {
        return facts.aliases();
    }

    @Override
    public final boolean awaitable() {
        return facts.awaitable();
    }

    @Override
    public final boolean restored() {
        return facts.restored();
    }
}
