package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.springframework.stereotype.Component;

/** {@code llm_query}: one sub-call. */
@Component
final class LlmQuery implements SessionFunction {

    @Override
    public String signature() {
        return "llm_query(prompt, context=None, *, model=None)";
    }

    @Override
    public String description() {
        return "Ask a sub-model one question and return its answer as str. A context is joined to the prompt. Raises LLMError.";
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
        return scope.ask(name(), Prompts.one(arguments));
    }
}
