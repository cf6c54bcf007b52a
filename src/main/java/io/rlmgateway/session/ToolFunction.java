package io.rlmgateway.session;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.DescribedFunction;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.session.tool.PythonTool;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.ToolEvent.ToolCalled;
import io.rlmgateway.trajectory.ToolEvent.ToolReturned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A tool of the client as the REPL calls it: the client runs it, and Python waits. */
final class ToolFunction extends DescribedFunction {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PythonTool tool;
    private final boolean offered;
    private final LiveScope scope;
    private final SessionTree tree;
    private final @Nullable AnswerSchema schema;

    /**
     * A tool.
     *
     * @param offered whether the client can be asked; else only earlier cells have their results of it
     */
    ToolFunction(PythonTool tool, boolean offered, LiveScope scope, SessionTree tree) {
        super(new Facts(tool.signature(), tool.description(), List.of(), tool.awaitable(), true));
        this.tool = tool;
        this.offered = offered;
        this.scope = scope;
        this.tree = tree;
        this.schema = schema(tool);
    }

    /** A schema that says nothing that can be checked here lets everything through, as the client will check it. */
    private static @Nullable AnswerSchema schema(PythonTool tool) {
        try {
            return AnswerSchema.of(tool.tool().schema());
        } catch (PythonException e) {
            return null;
        }
    }

    @Override
    public Object call(Arguments arguments) {
        String given = checked(arguments);
        return scope.during(arguments.call(), () -> answered(scope.nextCall(), given));
    }

    private String checked(Arguments arguments) {
        arguments.values().forEach(this::checkType);
        Map<String, @Nullable Object> told = tool.arguments(arguments.values());
        String json = JSON.writeValueAsString(told);
        String mismatch = schema == null ? "" : schema.mismatch(JSON.readTree(json));
        if (!mismatch.isEmpty()) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    tool.name() + "() arguments do not match its schema: " + mismatch);
        }
        return json;
    }

    private void checkType(String parameter, @Nullable Object value) {
        String type = tool.type(parameter);
        boolean fits = type == null
                || value == null
                || switch (type) {
                    case "str" -> value instanceof String;
                    case "bool" -> value instanceof Boolean;
                    case "list" -> value instanceof List;
                    case "dict" -> value instanceof Map;
                    default -> value instanceof Number;
                };
        if (!fits) {
            throw Arguments.wrongType(parameter, String.valueOf(type), value);
        }
    }

    private String answered(CallId call, String given) {
        ToolReturned before = tree.earlier().find(0, ToolReturned.class, call);
        if (before == null && !offered) {
            throw new PythonException(
                    PythonException.Type.LLM_ERROR, "the client offers no tool " + tool.name() + " any more");
        }
        String name = new ToolCallId(tree.trajectory().run(), call).text();
        ToolCalled earlier = tree.earlier().find(0, ToolCalled.class, call);
        // of an earlier run of the conversation the call has that run's name
        ToolCalled called = new ToolCalled(
                call, earlier == null ? name : earlier.id(), tool.tool().name(), given);
        tree.record(0, called);
        tree.toolCalls().note(tool.tool().name());
        if (before != null) {
            tree.record(0, before);
            return before.result();
        }
        if (tree.earlier().isEnded(0, call.cell())) {
            throw new CancellationException("the cell did without this call before");
        }
        tree.progress("waiting for " + tool.name());
        return tree.toolCalls().await(called);
    }
}
