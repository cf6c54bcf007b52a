package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Budget.Reservation;
import io.rlmgateway.session.CellRunner.Outcome;
import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.tracing.OpenSpan;
import io.rlmgateway.tracing.SpanName;
import io.rlmgateway.tracing.SpanTag;
import io.rlmgateway.trajectory.Event;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One session: the root model writes Python, the REPL runs it, until there is an answer or the budget is used up
 * (arXiv 2512.24601, section 2). A turn returns the answer or the next history.
 */
final class RlmLoop {

    private final SessionTree tree;
    private final Task task;
    private final FinalForm form;

    RlmLoop(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.form = task.level() == 0 ? tree.finalForm() : FinalForm.TEXT;
    }

    /**
     * How a session ended.
     *
     * @param text the answer
     * @param stopped the limit that ended it early, or null
     */
    record Ending(String text, @Nullable Name stopped) {

        /** The end that was recorded. */
        static Ending of(Event.Answered answered) {
            String stopped = answered.stopped();
            return new Ending(answered.text(), stopped == null ? null : Name.valueOf(stopped.toUpperCase(Locale.ROOT)));
        }
    }

    /**
     * Runs to the end.
     *
     * @throws BudgetExhaustedException when the budget has no room for this session
     * @throws FailureException when there is no answer
     */
    Ending run() {
        Instant opened = tree.record(
                task.place().number(),
                task.opened(tree.approach(task), tree.budget().limits()));
        RootModel root = new RootModel(tree, task, form);
        try (OpenSpan _ = span();
                Reservation closing = root.keepClosing();
                OpenedPython python = OpenedPython.of(tree, task, opened)) {
            Ending ending = explore(root, python, closing);
            String stopped = ending.stopped() == null ? null : ending.stopped().text();
            tree.goOn();
            tree.record(task.place().number(), new Event.Answered(ending.text(), stopped));
            return ending;
        }
    }

    private Ending explore(RootModel root, OpenedPython python, Reservation closing) {
        CellRunner cells = new CellRunner(tree, task, python.repl(), python.scope(), form);
        History history = root.opening(python.told());
        Name stopped = Name.TURNS;
        try {
            for (int turn = 1; turn <= task.limits().turns(); turn++) {
                history = root.fitting(history, cells::variables);
                try (OpenSpan _ = tree.spans().open(SpanName.TURN).tag(SpanTag.TURN, turn);
                        WrittenTurn written = root.ask(history, cells.reading())) {
                    tree.writes(task, written);
                    Outcome outcome = cells.run(turn, written);
                    if (outcome instanceof Outcome.Answered(String answer)) {
                        return new Ending(answer, null);
                    }
                    history = history.plus(written.reply(), root.withStatus(outcome.text()));
                    if (outcome instanceof Outcome.Exhausted(var _, Name limit)) {
                        stopped = limit;
                        break;
                    }
                }
            }
        } catch (BudgetExhaustedException e) {
            stopped = e.limit();
        }
        ModelCalls.Reply reply = root.close(history, stopped, cells.variables(), closing);
        return new Ending(form.last(closing(cells.closing(root.turns(), reply.text()), stopped)), stopped);
    }

    private OpenSpan span() {
        return tree.spans()
                .open(SpanName.SESSION)
                .tag(SpanTag.RUN, tree.trajectory().run())
                .tag(SpanTag.TENANT, tree.caller().tenant())
                .tag(SpanTag.DEPTH, task.level())
                .tag(SpanTag.MODEL, task.models().root());
    }

    private static String closing(String text, Name stopped) {
        if (text.isBlank()) {
            throw new FailureException(new Failure.BudgetExhausted(
                    "The session ended without an answer (" + stopped.text() + "). Raise the limit, or ask for less."));
        }
        return text;
    }
}
