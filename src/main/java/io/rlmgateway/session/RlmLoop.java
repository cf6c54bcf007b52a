package io.rlmgateway.session;

import io.rlmgateway.repl.Repl;
import io.rlmgateway.session.CellRunner.Outcome;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import org.jspecify.annotations.Nullable;

/**
 * One session: the root model writes Python, the REPL runs it, until there is an answer or the budget is used up
 * (arXiv 2512.24601, section 2). A turn returns the answer or the next history.
 */
final class RlmLoop {

    private final SessionTree tree;
    private final Task task;
    private final RootModel root;
    private final SandboxSetup sandbox;

    RlmLoop(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.root = new RootModel(tree, task);
        this.sandbox = new SandboxSetup(tree, task);
    }

    /**
     * How a session ended.
     *
     * @param text the answer
     * @param stopped the limit that ended it early, or null
     */
    record Ending(String text, Limits.@Nullable Name stopped) {}

    Ending run() {
        tree.record(task.place().number(), root.opened());
        LiveScope scope = new LiveScope(tree, task);
        try (Repl repl = sandbox.open(scope)) {
            Ending ending = explore(repl, new CellRunner(tree, task, repl, scope));
            tree.record(task.place().number(), answered(ending));
            return ending;
        }
    }

    private Ending explore(Repl repl, CellRunner cells) {
        History history = root.opening();
        Limits.Name stopped = Limits.Name.TURNS;
        try {
            for (int turn = 1; turn <= task.limits().turns(); turn++) {
                ModelReply reply = root.next(turn, history);
                Outcome outcome = cells.run(turn, reply);
                if (outcome.answer() != null) {
                    return new Ending(outcome.answer(), null);
                }
                history = history.plus(reply.text(), root.withStatus(outcome.shown(), turn));
                if (cells.tooManyErrors()) {
                    stopped = Limits.Name.ERRORS;
                    break;
                }
            }
        } catch (BudgetExhaustedException e) {
            stopped = e.limit();
        }
        return new Ending(root.close(history, stopped, repl), stopped);
    }

    private static Event answered(Ending ending) {
        return new Event.Answered(
                ending.text(),
                ending.stopped() == null ? null : ending.stopped().text());
    }
}
