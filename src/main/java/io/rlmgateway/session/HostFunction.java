package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.DescribedFunction;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.Event.FunctionCalled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A session's function as the REPL calls it; what asks no model is recorded here. */
final class HostFunction extends DescribedFunction {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SessionFunction function;
    private final LiveScope scope;
    private final SessionTree tree;
    private final int session;

    HostFunction(SessionFunction function, LiveScope scope, SessionTree tree, Task task) {
        super(new Facts(
                function.signature(),
                function.description(),
                function.aliases(),
                function.awaitable(),
                function.asksModels()));
        this.function = function;
        this.scope = scope;
        this.tree = tree;
        this.session = task.place().number();
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        return scope.during(
                arguments.call(), () -> function.asksModels() ? function.call(arguments, scope) : recorded(arguments));
    }

    private @Nullable Object recorded(Arguments arguments) {
        CallId call = scope.nextCall();
        Object earlier = function.changes() ? new EarlierCalls(tree.earlier(), session).result(call) : null;
        if (earlier != null) {
            return earlier;
        }
        String given = JSON.writeValueAsString(arguments.values());
        try {
            Object result = called(arguments);
            record(call, given, JSON.writeValueAsString(result), null);
            return result;
        } catch (PythonException e) {
            record(call, given, null, e.type().pythonName() + ": " + Objects.requireNonNullElse(e.getMessage(), ""));
            throw e;
        }
    }

    /** What the service cannot do, as to search a file that was deleted meanwhile, is for Python to deal with. */
    private @Nullable Object called(Arguments arguments) {
        try {
            return function.call(arguments, scope);
        } catch (FailureException e) {
            throw new PythonException(
                    PythonException.Type.LLM_ERROR, e.failure().message());
        }
    }

    private void record(CallId call, String given, @Nullable String result, @Nullable String error) {
        tree.record(session, new FunctionCalled(call, function.name(), given, result, error));
    }
}
