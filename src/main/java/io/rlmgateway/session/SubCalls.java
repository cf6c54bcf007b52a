package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.session.ModelCalls.Call;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Leaf calls and children of one session: within the budget, each in the journal before its result is used. */
final class SubCalls {

    private final SessionTree tree;
    private final Task task;
    private final ModelCalls calls;

    SubCalls(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.calls = new ModelCalls(tree);
    }

    /** One question, numbered. */
    record Numbered(CallId id, String function, SubQuestion question) {}

    /** Asks a sub-model. */
    String leaf(Numbered sub) {
        Call call = new Call(
                model(sub.question()),
                Purpose.LEAF,
                sub.question().prompt(),
                task.level() + 1,
                tree.parts().settings().subOutputTokens());
        checkAllowed(call);
        tree.record(task.place().number(), new Event.SubCallAsked(sub.id(), sub.function(), call.model(), text(call)));
        try {
            ModelCalls.Reply reply = calls.ask(call);
            String text = reply.reply().stop() == StopReason.LENGTH
                    ? reply.reply().text() + "\n[the sub-answer was cut at its output limit]"
                    : reply.reply().text();
            ended(sub.id(), text, null, reply);
            return text;
        } catch (BudgetExhaustedException e) {
            ended(sub.id(), null, e.getMessage(), null);
            throw new PythonException(PythonException.Type.BUDGET_EXCEEDED, message(e));
        } catch (FailureException e) {
            ended(sub.id(), null, e.failure().message(), null);
            throw new PythonException(
                    PythonException.Type.LLM_ERROR, e.failure().message());
        }
    }

    /** Asks a child session where the depth limit allows one, else a sub-model. */
    String child(Numbered sub) {
        if (task.level() + 1 >= task.limits().depth()) {
            return leaf(sub);
        }
        model(sub.question());
        int number = tree.trajectory().nextSession();
        Event.ParentCall parent = new Event.ParentCall(task.place().number(), sub.id());
        Task child = task.child(new Task.Place(number, task.level() + 1, parent), sub.question());
        try {
            return new RlmLoop(tree, child).run().text();
        } catch (FailureException e) {
            tree.checkCancelled();
            String code = FailureTable.row(e.failure()).metricTag();
            tree.record(number, new Event.Failed(code, e.failure().message()));
            throw new PythonException(
                    PythonException.Type.LLM_ERROR, e.failure().message());
        }
    }

    /** A failed slot of a batch. */
    static FailedAnswer failed(PythonException e) {
        return new FailedAnswer(message(e));
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private String model(SubQuestion question) {
        String model = question.model();
        if (model == null) {
            return task.models().sub();
        }
        if (!task.models().allowed().contains(model)) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "model must be one of " + String.join(", ", task.models().allowed()) + ", not '" + model + "'");
        }
        return model;
    }

    private void checkAllowed(Call call) {
        if (task.level() >= task.limits().depth()) {
            throw new PythonException(
                    PythonException.Type.LLM_ERROR,
                    "no sub-calls are allowed in this session (depth 0): read the text yourself");
        }
        long excess = calls.excess(call);
        if (excess > 0) {
            long window = tree.parts().models().facts(call.model()).window();
            throw new PythonException(
                    PythonException.Type.LLM_ERROR,
                    String.format(
                            Locale.ROOT, "prompt has %,d tokens, model takes %,d: split it", excess + window, window));
        }
    }

    private static String text(Call call) {
        return call.messages().size() == 1
                ? call.messages().getFirst().text()
                : PromptRecord.of(call.messages()).stream()
                        .map(message -> message.role() + ": " + message.content())
                        .reduce((one, two) -> one + "\n\n" + two)
                        .orElse("");
    }

    private void ended(CallId id, @Nullable String reply, @Nullable String error, ModelCalls.@Nullable Reply model) {
        tree.record(
                task.place().number(),
                new Event.SubCallEnded(
                        id, reply, error, model == null ? null : model.usage(), model == null ? 0 : model.millis()));
    }
}
