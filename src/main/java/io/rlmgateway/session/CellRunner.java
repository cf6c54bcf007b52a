package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.session.Limits.Name;
import io.rlmgateway.session.ModelText.Ending;
import io.rlmgateway.session.WrittenTurn.Reading;
import io.rlmgateway.tracing.OpenSpan;
import io.rlmgateway.tracing.SpanName;
import io.rlmgateway.tracing.SpanTag;
import io.rlmgateway.trajectory.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs what a root model wrote: its cells in order until one fails or answers, then a {@code FINAL} in prose. */
final class CellRunner {

    private final SessionTree tree;
    private final Task task;
    private final Repl repl;
    private final LiveScope scope;
    private final FinalForm form;
    private final ShownOutput shown;
    private final CutTurns cutTurns;
    private @Nullable String unfinished;
    private int errorsInARow;
    private boolean reminded;

    CellRunner(SessionTree tree, Task task, Repl repl, LiveScope scope, FinalForm form) {
        this.tree = tree;
        this.task = task;
        this.repl = repl;
        this.scope = scope;
        this.form = form;
        this.shown = new ShownOutput(tree.parts().settings().shownCharacters());
        this.cutTurns = new CutTurns(tree.parts().turns().continuations());
    }

    /** What came of a turn. */
    sealed interface Outcome {

        /** {@return what the root model is shown of it, or the answer} */
        String text();

        /** The session goes on. */
        record Shown(String text) implements Outcome {}

        /** The final answer. */
        record Answered(String text) implements Outcome {}

        /** A limit was reached. */
        record Exhausted(String text, Name limit) implements Outcome {}
    }

    /** A cell that ran, and what the model is told of it besides. */
    private record Ran(Execution execution, List<String> notes) {}

    /** {@return how the next turn is read} */
    Reading reading() {
        return new Reading(tree.parts().turns().earlyCells(), repl::parses, unfinished);
    }

    Outcome run(int turn, WrittenTurn written) {
        // the turn was read with it already
        unfinished = null;
        List<Ran> ran = new ArrayList<>();
        for (String code = written.next(); code != null; code = written.next()) {
            if (tree.budget().exploringTime().isZero()) {
                written.end();
                return new Outcome.Exhausted(
                        outputs(ran, "(not run: the time is over)"),
                        tree.budget().clock());
            }
            Execution execution = execute(turn, code);
            ran.add(new Ran(execution, scope.notes(code, execution)));
            Outcome end = end(execution, written, ran);
            if (end != null) {
                return end;
            }
        }
        if (written.text().ending() instanceof Ending.Text(String answer)) {
            return answered(answer, ran);
        }
        return ended(written, ran);
    }

    /** A turn whose code ran to its end, or that had none. */
    private Outcome ended(WrittenTurn written, List<Ran> ran) {
        CutTurns.Next next = cutTurns.after(written, !ran.isEmpty());
        unfinished = next.unfinished();
        if (next.unfinished() != null) {
            return new Outcome.Shown(outputs(ran, next.note()));
        }
        return ran.isEmpty()
                ? failed(next.note() == null ? correction(written.text()) : next.note())
                : new Outcome.Shown(outputs(ran, next.note()));
    }

    private String outputs(List<Ran> ran, @Nullable String note) {
        int first = scope.cell() - ran.size() + 1;
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < ran.size(); i++) {
            String heading = ran.size() == 1 ? "Output:\n" : "Output of cell " + (first + i) + ":\n";
            outputs.add(heading + shown.of(ran.get(i).execution()));
            outputs.addAll(ran.get(i).notes());
        }
        if (note != null) {
            outputs.add(note);
        }
        return String.join("\n", outputs);
    }

    /** The text of a closing reply: what it says, or the variable that it names. */
    String closing(int turn, String reply) {
        return switch (ModelTextReader.read(reply, false, code -> false).ending()) {
            case null -> reply;
            case Ending.Text(String text) -> text;
            case Ending.Call(String code) -> {
                try {
                    yield execute(turn, code) instanceof Execution.Finished(var _, String answer) ? answer : reply;
                } catch (FailureException e) {
                    tree.checkCancelled();
                    yield reply;
                }
            }
        };
    }

    /** {@return the variables for the closing question; none when the sandbox was stopped, the transcript has previews} */
    String variables() {
        try {
            return repl.variables();
        } catch (FailureException e) {
            return "";
        }
    }

    /** What the end of a cell means for its turn; null when the turn goes on. */
    private @Nullable Outcome end(Execution execution, WrittenTurn written, List<Ran> ran) {
        return switch (execution) {
            case Execution.Printed _ -> {
                errorsInARow = 0;
                yield null;
            }
            case Execution.Finished(var _, String answer) -> {
                written.end();
                yield answered(answer, ran);
            }
            case Execution.Failed _ -> {
                written.end();
                String note = written.remaining() > 0 ? "(the code after this cell was not run)" : null;
                yield failed(outputs(ran, note));
            }
            case Execution.Stopped stopped -> {
                written.end();
                yield stopped(stopped, ran);
            }
        };
    }

    private Outcome answered(String answer, List<Ran> ran) {
        String missing = task.level() == 0 && !reminded
                ? tree.toolCalls().tools().missing(tree.toolCalls().called())
                : null;
        if (missing != null && !answer.isBlank()) {
            reminded = true;
            return failed(outputs(ran, missing));
        }
        return switch (form.read(answer)) {
            case AnswerForm.Reading.Fits(Object text) -> new Outcome.Answered(String.valueOf(text));
            case AnswerForm.Reading.Misses(String why) -> failed(outputs(ran, why));
        };
    }

    private Outcome failed(String text) {
        errorsInARow++;
        return errorsInARow < task.limits().errors()
                ? new Outcome.Shown(text)
                : new Outcome.Exhausted(text, Name.ERRORS);
    }

    /** A stopped cell whose state could be kept is a failed one; else the session ends. */
    private Outcome stopped(Execution.Stopped stopped, List<Ran> ran) {
        tree.checkCancelled();
        if (tree.budget().exploringTime().isZero()) {
            return new Outcome.Exhausted(outputs(ran, null), tree.budget().clock());
        }
        if (!stopped.resumable()) {
            throw new FailureException(new Failure.SessionFailed("A cell had to be stopped (" + stopped.reason()
                    + ") and its session cannot go on. Ask again, or raise the limit."));
        }
        return failed(outputs(ran, null));
    }

    /** A turn that brought nothing to run is told so in a line. */
    private String correction(ModelText text) {
        String block = "```" + tree.parts().profiles().of(task.models()).fence() + " block";
        return text.foreign().isEmpty()
                ? "Nothing ran: your reply had no " + block + " and no final answer. Write Python in a " + block
                        + ", or end with FINAL(value)."
                : "Nothing ran: only Python runs here, not " + String.join(", ", text.foreign())
                        + ". Write Python in a " + block + ".";
    }

    private Execution execute(int turn, String code) {
        tree.checkCancelled();
        int number = scope.cell() + 1;
        try (OpenSpan span = tree.spans().open(SpanName.CELL).tag(SpanTag.CELL, number)) {
            scope.enter(turn, number);
            Execution execution = execute(turn, number, code);
            span.tag(SpanTag.OUTCOME, CellRecord.outcome(execution));
            return execution;
        } finally {
            scope.leave();
        }
    }

    private Execution execute(int turn, int number, String code) {
        Instant begun = tree.record(task.place().number(), new Event.CellStarted(turn, number, code));
        if (tree.earlier().find(task.place().number(), Event.CellEnded.class, number) == null) {
            tree.goOn();
        }
        tree.progress("running Python");
        Future<?> deadline = tree.whenExploringEnds(repl::cancel);
        long started = System.nanoTime();
        try {
            Execution execution = execute(code, begun);
            long millis = (System.nanoTime() - started) / 1_000_000;
            tree.record(task.place().number(), CellRecord.ended(turn, number, execution, millis));
            return execution;
        } finally {
            deadline.cancel(false);
        }
    }

    private Execution execute(String code, Instant begun) {
        Runnable halt = repl::halt;
        tree.calls().cellBegins(halt);
        try {
            return repl.execute(code, begun);
        } finally {
            tree.calls().cellEnds(halt);
        }
    }
}
