package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.springframework.stereotype.Component;

/** {@code rlm_query}: a child session. */
@Component
final class RlmQuery implements SessionFunction {

    @Override
    public String signature() {
        return "rlm_query(prompt, context=None, *, model=None)";
    }

    @Override
    public String description() {
        return "Ask a child session that has a REPL of its own, with context as its context, and return its answer as str. Where the depth limit allows no child this is llm_query.";
    }

    @Override
    public boolean asksModels() {
        return true;
    }

    @Override
    public boolean awaitable() {
        return true;
    }

    @Override
    public Object call(Arguments arguments, SessionScope scope) {
        return scope.recurse(name(), Prompts.one(arguments));
    }
}
