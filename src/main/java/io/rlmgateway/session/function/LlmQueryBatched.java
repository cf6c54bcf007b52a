package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code llm_query_batched}: many sub-calls at once. */
@Component
final class LlmQueryBatched implements SessionFunction {

    @Override
    public String signature() {
        return "llm_query_batched(prompts, *, model=None)";
    }

    @Override
    public String description() {
        return "Ask a sub-model many questions at once and return the answers in the same order. A slot that failed is a str that starts with Error: and has .error.";
    }

    @Override
    public List<String> aliases() {
        return List.of("llm_batch");
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
        return scope.askAll(name(), Prompts.many(arguments));
    }
}
