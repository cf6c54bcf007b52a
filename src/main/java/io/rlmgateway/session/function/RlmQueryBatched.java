package io.rlmgateway.session.function;

import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code rlm_query_batched}: many child sessions at once. */
@Component
final class RlmQueryBatched extends ModelQuery<List<SubQuestion>> {

    RlmQueryBatched() {
        super(
                "rlm_query_batched",
                Prompts.MANY,
                "Ask child sessions many questions at once and return the answers in the same order. " + Prompts.FORMS);
    }

    @Override
    Object ask(SessionScope scope, List<SubQuestion> asked) {
        return scope.recurseAll(name(), asked);
    }
}
