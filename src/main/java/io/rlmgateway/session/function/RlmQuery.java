package io.rlmgateway.session.function;

import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code rlm_query}: a child session. */
@Component
final class RlmQuery extends ModelQuery<SubQuestion> {

    RlmQuery() {
        super(
                "rlm_query",
                Prompts.ONE,
                "Ask a child session that has a REPL of its own, with context as its context, and return its answer as str. Where the depth limit allows no child this is llm_query. "
                        + Prompts.FORMS);
    }

    @Override
    @Nullable
    Object ask(SessionScope scope, SubQuestion asked) {
        return scope.recurse(name(), asked);
    }
}
