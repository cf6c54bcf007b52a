package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.springframework.stereotype.Component;

/** {@code rlm_query_batched}: many child sessions at once. */
@Component
final class RlmQueryBatched implements SessionFunction {

    @Override
    public String signature() {
        return "rlm_query_batched(prompts, *, model=None)";
    }

    @Override
    public String description() {
        return "Ask child sessions many questions at once and return the answers in the same order.";
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
        return scope.recurseAll(name(), Prompts.many(arguments));
    }
}
