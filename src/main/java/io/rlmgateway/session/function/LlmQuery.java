package io.rlmgateway.session.function;

import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code llm_query}: one sub-call. */
@Component
final class LlmQuery extends ModelQuery<SubQuestion> {

    LlmQuery() {
        super(
                "llm_query",
                Prompts.ONE,
                "Ask a sub-model one question and return its answer as str. A context is joined to the prompt. "
                        + Prompts.FORMS + " Raises LLMError.");
    }

    @Override
    @Nullable
    Object ask(SessionScope scope, SubQuestion asked) {
        return scope.ask(name(), asked);
    }
}
