package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.springframework.stereotype.Component;

/** {@code budget}: what is left. */
@Component
final class BudgetLeft implements SessionFunction {

    @Override
    public String signature() {
        return "budget()";
    }

    @Override
    public String description() {
        return "What is left: turns, sub_calls, tokens, cost_usd, seconds, and calls waiting or in flight, as dict.";
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public Object call(Arguments arguments, SessionScope scope) {
        return scope.budget();
    }
}
