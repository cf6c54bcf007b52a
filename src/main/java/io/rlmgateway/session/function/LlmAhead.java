package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** {@code __llm_ahead__}: what a plain loop over {@code llm_query} is about to ask; the REPL's own code calls it. */
@Component
@ConditionalOnBooleanProperty(name = "rlm.session.look-ahead", matchIfMissing = true)
final class LlmAhead implements SessionFunction {

    @Override
    public String signature() {
        return "__llm_ahead__(calls, window)";
    }

    @Override
    public String description() {
        return "Begins sub-calls that a loop is about to make. Each is a dict of llm_query's arguments.";
    }

    @Override
    public boolean asksModels() {
        return true;
    }

    @Override
    public @Nullable Object call(Arguments arguments, SessionScope scope) {
        List<SubQuestion> questions =
                arguments.list("calls").stream().map(LlmAhead::question).toList();
        scope.askAhead("llm_query", questions, (int) arguments.number("window"));
        return null;
    }

    private static SubQuestion question(@Nullable Object call) {
        if (!(call instanceof Map<?, ?> given)) {
            throw Arguments.wrongType("calls", "a list of dicts", call);
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        given.forEach((name, value) -> named.put(String.valueOf(name), value));
        return Prompts.ONE.read(new Arguments(named));
    }
}
