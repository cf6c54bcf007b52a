package io.rlmgateway.session.function;

import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code llm_query_batched}: many sub-calls at once. */
@Component
final class LlmQueryBatched extends ModelQuery<List<SubQuestion>> {

    LlmQueryBatched() {
        super(
                "llm_query_batched",
                Prompts.MANY,
                "Ask a sub-model many questions at once and return the answers in the same order. A slot that failed is a str that starts with Error: and has .error. "
                        + Prompts.FORMS);
    }

    @Override
    public List<String> aliases() {
        return List.of("llm_batch");
    }

    @Override
    Object ask(SessionScope scope, List<SubQuestion> asked) {
        return scope.askAll(name(), asked);
    }
}
