package io.rlmgateway.session;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.session.Conversation.EarlierRequest;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;

/** Runs the cells of a conversation's earlier runs again, on what they had recorded, so that Python is as they left it. */
record EarlierCells(SessionTree tree, Task task, Repl repl, LiveScope scope) {

    /** Has Python show the names of the next request; setup.py knows it. */
    static final String NEXT_REQUEST = "__next_request__()";

    /**
     * Runs them.
     *
     * @param now when the run began that goes on with them
     * @throws ConversationLostException when they do something else than they had done
     */
    void run(Instant now) {
        List<EarlierRequest> runs = tree.conversation().runs();
        int turns = -runs.stream().mapToInt(EarlierRequest::turns).sum() - runs.size();
        for (int i = 0; i < runs.size(); i++) {
            EarlierRequest run = runs.get(i);
            scope.sees(task.earlier(run));
            int before = turns;
            run.ofRoot(Event.CellStarted.class)
                    .forEach(started -> run(before, (Event.CellStarted) started.event(), started.at()));
            forgetContext(run);
            execute(turns, NEXT_REQUEST, i + 1 < runs.size() ? runs.get(i + 1).at() : now);
            turns += run.turns() + 1;
        }
        scope.sees(task);
    }

    private void run(int turns, Event.CellStarted started, Instant at) {
        Event.CellEnded ended = tree.earlier().find(0, Event.CellEnded.class, started.cell());
        if (ended == null || started.cell() != scope.cell() + 1) {
            throw new ConversationLostException("a cell of theirs did not come to its end");
        }
        Execution execution = execute(turns + started.turn(), started.code(), at);
        if (!CellRecord.isStopped(ended) && execution instanceof Execution.Stopped) {
            throw new ConversationLostException("there was no time to run their cells again");
        }
    }

    private Execution execute(int turn, String code, Instant started) {
        tree.checkCancelled();
        Runnable halt = repl::halt;
        Future<?> deadline = tree.whenExploringEnds(repl::cancel);
        scope.enter(turn, scope.cell() + 1);
        tree.calls().cellBegins(halt);
        try {
            Execution execution = repl.execute(code, started);
            // what the cells' guards and sub-calls have to say was said
            scope.notes(code, execution);
            return execution;
        } finally {
            tree.calls().cellEnds(halt);
            scope.leave();
            deadline.cancel(false);
            tree.checkCancelled();
        }
    }

    private void forgetContext(EarlierRequest run) {
        run.ofRoot(ReplayEvent.ContextKept.class)
                .map(RecordedEvent::event)
                .forEach(event -> tree.earlier().take(0, event));
    }
}
