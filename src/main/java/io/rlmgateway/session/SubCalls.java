package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.session.AnswerForm.Reading;
import io.rlmgateway.session.RlmLoop.Ending;
import io.rlmgateway.session.StoppedAnswers.Answered;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.Event.ParentCall;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Leaf calls and children of one session: within the budget, each in the journal before its result is used. */
final class SubCalls {

    private final SessionTree tree;
    private final Task task;
    private final SubModel models;

    SubCalls(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.models = new SubModel(tree, task);
    }

    /** One question, numbered. */
    record Numbered(CallId id, String function, SubQuestion question) {}

    /**
     * Refuses sub-calls where the depth limit allows none.
     *
     * @throws PythonException an LLMError
     */
    void checkDepth() {
        if (task.level() >= task.limits().depth()) {
            throw new PythonException(
                    PythonException.Type.LLM_ERROR,
                    "no sub-calls are allowed in this session (depth 0): read the text yourself");
        }
    }

    /** {@return whether the depth limit allows child sessions} */
    boolean opensChildren() {
        return task.level() + 1 < task.limits().depth();
    }

    /** Asks a sub-model. */
    SubAnswer leaf(Numbered sub) {
        tree.checkCancelled();
        checkDepth();
        return models.ask(sub);
    }

    /** {@return what a sub-model had answered to this question in cells that were stopped, in order} */
    Map<Answered, SubAnswer> restored(SubQuestion question, StoppedAnswers stopped) {
        return models.restored(question, stopped);
    }

    /** Asks a child session where the depth limit allows one, else a sub-model. */
    SubAnswer child(Numbered sub) {
        if (!opensChildren()) {
            return leaf(sub);
        }
        tree.checkCancelled();
        models.model(sub.question());
        Ending ending = run(sub);
        return switch (reading(sub.question(), ending.text())) {
            case Reading.Fits(Object value) -> told(value, ending);
            case Reading.Misses(String why) -> {
                SubAnswer corrected = models.correct(sub, ending.text(), why);
                yield ending.stopped() == null ? corrected : told(corrected.value(), ending);
            }
        };
    }

    private static Reading reading(SubQuestion question, String answer) {
        try {
            return question.form().read(answer, question.given());
        } catch (PythonException e) {
            throw new PythonException(PythonException.Type.LLM_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** An answer that came early says so, unless it is data. */
    private static SubAnswer told(@Nullable Object value, Ending ending) {
        if (ending.stopped() == null) {
            return new SubAnswer(value, true);
        }
        String note = "\n[the child session ended early: " + ending.stopped().text() + "]";
        return new SubAnswer(
                switch (value) {
                    case String text -> text + note;
                    case MarkedAnswer marked -> new MarkedAnswer(marked.text() + note, marked.marks());
                    case null, default -> value;
                },
                false);
    }

    private Ending run(Numbered sub) {
        ParentCall parent = new ParentCall(task.place().number(), sub.id());
        Integer begun = tree.earlier().child(parent);
        if (begun == null
                && tree.earlier().isEnded(task.place().number(), sub.id().cell())) {
            throw new CancellationException("the cell did without this call before");
        }
        int number = begun == null ? tree.trajectory().nextSession() : begun;
        Ending earlier = EarlierCalls.answer(tree.earlier(), number);
        if (earlier != null) {
            return earlier;
        }
        SessionImages images = tree.images().named(sub.question().images());
        tree.calls().begin();
        try {
            return run(
                    task.child(new Task.Place(number, task.level() + 1, parent), sub.question(), images.notes()),
                    images);
        } finally {
            tree.calls().end();
        }
    }

    private Ending run(Task child, SessionImages images) {
        int number = child.place().number();
        try {
            return new RlmLoop(tree.child(number, images), child).run();
        } catch (BudgetExhaustedException e) {
            Failure failure = new Failure.BudgetExhausted(String.valueOf(e.getMessage()));
            tree.record(number, new Event.Failed(code(failure), failure.message()));
            throw new PythonException(PythonException.Type.BUDGET_EXCEEDED, failure.message());
        } catch (CancellationException e) {
            tree.record(number, new Event.Cancelled("its parent was stopped"));
            throw e;
        } catch (FailureException e) {
            throw failed(number, e.failure());
        }
    }

    private RuntimeException failed(int number, Failure failure) {
        if (failure instanceof Failure.RunCancelled) {
            tree.record(number, new Event.Cancelled(failure.message()));
            return new CancellationException(failure.message());
        }
        tree.record(number, new Event.Failed(code(failure), failure.message()));
        return new PythonException(PythonException.Type.LLM_ERROR, failure.message());
    }

    private static String code(Failure failure) {
        return FailureTable.row(failure).metricTag();
    }
}
