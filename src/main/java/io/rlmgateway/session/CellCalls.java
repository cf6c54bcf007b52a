package io.rlmgateway.session;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.session.EarlierAnswers.Asked;
import io.rlmgateway.session.EarlierAnswers.Earlier;
import io.rlmgateway.session.SubCalls.Numbered;
import io.rlmgateway.tracing.ParentSpan;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sub-calls of a session's cells: answered by an earlier turn, or begun ahead, or else asked now. */
final class CellCalls {

    private final SessionTree tree;
    private final Task task;
    private final Supplier<CallId> numbers;
    private final SubCalls subCalls;
    private final CallsAhead ahead;
    private final EarlierAnswers earlier;
    private final StoppedAnswers stopped;
    private final SubCallNotes notes;
    private final Semaphore children;
    private final SessionGuards guards;
    private volatile ParentSpan cell = ParentSpan.NONE;

    /**
     * None yet.
     *
     * @param numbers numbers the calls
     * @param guards looks at what children are asked
     */
    CellCalls(SessionTree tree, Task task, Supplier<CallId> numbers, SessionGuards guards) {
        this.guards = guards;
        this.tree = tree;
        this.task = task;
        this.numbers = numbers;
        this.subCalls = new SubCalls(tree, task);
        this.ahead = new CallsAhead(call -> ask(call, false));
        this.earlier = new EarlierAnswers(tree.parts().subCalls().reuse());
        this.stopped = new StoppedAnswers(tree.earlier(), task.place().number());
        this.notes = new SubCallNotes(tree.parts().subCalls().failedShare());
        this.children = new Semaphore(tree.parts().settings().childrenAtOnce());
    }

    /** {@return whether the depth limit allows child sessions} */
    boolean opensChildren() {
        return subCalls.opensChildren();
    }

    /** A cell of this turn begins; the thread's span is its. */
    void enter(int turn) {
        cell = tree.spans().current();
        earlier.enter(turn);
    }

    /** The cell is over: what was asked ahead of it and not used is cancelled. */
    void leave() {
        ahead.clear();
    }

    /** {@return what the root model is told of the cell's sub-calls, empty for nothing} */
    String notes() {
        return notes.take();
    }

    /**
     * Begins what a loop is about to ask, but for what earlier turns answer.
     *
     * @param window how many at most are begun before the first of them is asked
     */
    void begin(String function, List<SubQuestion> questions, int window) {
        subCalls.checkDepth();
        Map<Asked, Integer> answered = new HashMap<>();
        List<SubQuestion> unanswered = new ArrayList<>();
        for (SubQuestion question : questions) {
            Asked asked = restored(question, false);
            if (answered.merge(asked, 1, Integer::sum) > earlier.left(asked)) {
                unanswered.add(question);
            }
        }
        CallId id = numbers.get();
        // what was begun before the run was broken off is used already
        int left = Math.max(
                tree.budget().subCallsLeft(), tree.earlier().slots(task.place().number(), id));
        ahead.begin(id, function, unanswered.subList(0, Math.min(unanswered.size(), left)), window);
    }

    /**
     * Asks one question.
     *
     * @param child whether a child session is wanted
     * @throws PythonException when there is no answer
     */
    @Nullable
    Object one(String function, SubQuestion question, boolean child) {
        try {
            Numbered sub = new Numbered(numbers.get(), function, question);
            SubAnswer again = again(sub, child);
            SubAnswer begun = again == null && !child ? ahead.take(function, question) : again;
            SubAnswer answer = begun == null ? ask(sub, child) : begun;
            notes.answered(question, answer.value());
            return answer.value();
        } catch (PythonException e) {
            if (!isMistake(e)) {
                notes.failed(e.getMessage());
            }
            throw e;
        }
    }

    /** Asks all questions at once; what fails is a {@link FailedAnswer} in its place. */
    List<@Nullable Object> all(String function, List<SubQuestion> questions, boolean child) {
        subCalls.checkDepth();
        CallId call = numbers.get();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<@Nullable Object>> answers = new ArrayList<>();
            for (SubQuestion question : questions) {
                CallId slot = new CallId(call.cell(), call.number(), answers.size());
                Numbered sub = new Numbered(slot, function, question);
                SubAnswer again = again(sub, child);
                answers.add(threads.submit(() -> slot(sub, again, child)));
            }
            return await(answers, threads);
        }
    }

    private static List<@Nullable Object> await(List<Future<@Nullable Object>> answers, ExecutorService threads) {
        try {
            List<@Nullable Object> all = new ArrayList<>();
            for (Future<@Nullable Object> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted in a batch");
        } catch (ExecutionException e) {
            threads.shutdownNow();
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private @Nullable Object slot(Numbered sub, @Nullable SubAnswer again, boolean child) {
        try {
            SubAnswer answer = again == null ? ask(sub, child) : again;
            notes.answered(sub.question(), answer.value());
            return answer.value();
        } catch (PythonException e) {
            if (isMistake(e)) {
                throw e;
            }
            notes.failed(e.getMessage());
            return new FailedAnswer(Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    /** A wrong argument is the cell's mistake, not the failure of a sub-call. */
    private static boolean isMistake(PythonException e) {
        return switch (e.type()) {
            case LLM_ERROR, BUDGET_EXCEEDED -> false;
            case TYPE_ERROR, VALUE_ERROR -> true;
        };
    }

    private @Nullable SubAnswer again(Numbered sub, boolean child) {
        int session = task.place().number();
        Event.SubCallReused before = tree.earlier().find(session, Event.SubCallReused.class, sub.id());
        if (before == null && isAsked(session, sub.id())) {
            return null;
        }
        Earlier found = earlier.take(restored(sub.question(), child), before == null ? null : before.from());
        if (found == null) {
            return null;
        }
        tree.record(session, new Event.SubCallReused(sub.id(), sub.function(), found.id()));
        notes.reused();
        return found.answer();
    }

    /** Whether somebody was asked before the run was broken off. */
    private boolean isAsked(int session, CallId id) {
        return tree.earlier().find(session, Event.SubCallAsked.class, id) != null
                || tree.earlier().child(new Event.ParentCall(session, id)) != null;
    }

    private SubAnswer ask(Numbered sub, boolean child) {
        try (Spans.Scope _ = tree.spans().within(cell)) {
            SubAnswer answer = child ? child(sub) : subCalls.leaf(sub);
            earlier.keep(sub.id(), asked(sub.question(), child), answer);
            return answer;
        }
    }

    private SubAnswer child(Numbered sub) {
        if (!opensChildren()) {
            return subCalls.leaf(sub);
        }
        if (tree.earlier().child(new Event.ParentCall(task.place().number(), sub.id())) == null) {
            // who had one before had been let through, perhaps because a cell that was stopped had been refused
            guards.checkChild(sub.id().number(), sub.question());
        }
        try {
            children.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted before a child session");
        }
        try {
            return subCalls.child(sub);
        } finally {
            children.release();
        }
    }

    /** The question, with what a stopped cell had been answered to it at hand. */
    private Asked restored(SubQuestion question, boolean child) {
        Asked asked = asked(question, child);
        if (!asked.child() && !stopped.isEmpty()) {
            subCalls.restored(asked.question(), stopped).forEach((answer, value) -> {
                earlier.keep(answer.id(), answer.turn(), asked, value);
            });
        }
        return asked;
    }

    /** Where no child is allowed, a sub-model answers for it. */
    private Asked asked(SubQuestion question, boolean child) {
        boolean session = child && opensChildren();
        return new Asked(
                session,
                question.withModel(
                        session ? task.models().root() : task.models().sub()));
    }
}
