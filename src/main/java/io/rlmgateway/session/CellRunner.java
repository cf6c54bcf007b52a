package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.session.ModelText.Ending;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs what a root model wrote: its cells in order until one fails or answers, then a {@code FINAL} in prose. */
final class CellRunner {

    private final SessionTree tree;
    private final Task task;
    private final Repl repl;
    private final LiveScope scope;
    private final ShownOutput shown;
    private int errorsInARow;

    CellRunner(SessionTree tree, Task task, Repl repl, LiveScope scope) {
        this.tree = tree;
        this.task = task;
        this.repl = repl;
        this.scope = scope;
        this.shown = new ShownOutput(tree.parts().settings().shownCharacters());
    }

    /**
     * What came of a turn.
     *
     * @param shown what the root model is shown of it
     * @param answer the final answer, or null
     */
    record Outcome(String shown, @Nullable String answer) {}

    /** {@return whether as many cells in a row failed as the limit allows} */
    boolean tooManyErrors() {
        return errorsInARow >= task.limits().errors();
    }

    Outcome run(int turn, ModelReply reply) {
        ModelText text = ModelTextReader.read(reply.text(), reply.stop() == StopReason.LENGTH, repl::parses);
        List<String> outputs = new ArrayList<>();
        boolean failed = false;
        for (String cell : text.cells()) {
            Execution execution = execute(turn, cell);
            outputs.add(heading(text.cells().size()) + shown.of(execution));
            switch (execution) {
                case Execution.Finished finished -> {
                    return new Outcome(String.join("\n", outputs), finished.answer());
                }
                case Execution.Printed printed -> errorsInARow = 0;
                case Execution.Failed problem -> {
                    errorsInARow++;
                    failed = true;
                }
                case Execution.Stopped stopped -> failed = stopped(stopped);
            }
            if (failed) {
                break;
            }
        }
        if (!failed && text.ending() != null) {
            return ending(turn, text.ending(), outputs);
        }
        return new Outcome(outputs.isEmpty() ? correction(text, reply) : String.join("\n", outputs), null);
    }

    private String heading(int cells) {
        return cells == 1 ? "Output:\n" : "Output of cell " + scope.cell() + ":\n";
    }

    /** A turn that brought nothing to run is told so in a line. */
    private String correction(ModelText text, ModelReply reply) {
        errorsInARow++;
        if (reply.stop() == StopReason.LENGTH) {
            return "Your reply was cut at its output limit before a cell was complete; nothing ran. Write a shorter one.";
        }
        return text.foreign().isEmpty()
                ? "Nothing ran: your reply had no ```repl block and no final answer. Write Python in a ```repl block,"
                        + " or end with FINAL(value)."
                : "Nothing ran: only Python runs here, not " + String.join(", ", text.foreign())
                        + ". Write Python in a ```repl block.";
    }

    private Outcome ending(int turn, Ending ending, List<String> outputs) {
        return switch (ending) {
            case Ending.Text(String text) when !text.isBlank() -> new Outcome("", text);
            case Ending.Text text -> new Outcome("FINAL() was empty: write the answer inside it.", null);
            case Ending.Variable(String name) -> {
                Execution execution = execute(turn, "FINAL_VAR(\"" + name + "\")");
                outputs.add(shown.of(execution));
                yield new Outcome(
                        String.join("\n", outputs),
                        execution instanceof Execution.Finished finished ? finished.answer() : null);
            }
        };
    }

    /** A stopped cell whose state could be kept is a failed one; else the session ends. */
    private boolean stopped(Execution.Stopped stopped) {
        tree.checkCancelled();
        if (tree.budget().exploringTime().isZero()) {
            throw new BudgetExhaustedException(Limits.Name.WALL_TIME, "the wall time was over while a cell ran");
        }
        if (!stopped.resumable()) {
            throw new FailureException(new Failure.SessionFailed("A cell had to be stopped (" + stopped.reason()
                    + ") and its session cannot go on. Ask again, or raise the limit."));
        }
        errorsInARow++;
        return true;
    }

    private Execution execute(int turn, String code) {
        int number = scope.cell() + 1;
        scope.enter(number);
        tree.checkCancelled();
        tree.record(task.place().number(), new Event.CellStarted(turn, number, code));
        tree.progress("running Python");
        Future<?> deadline = tree.whenExploringEnds(repl::cancel);
        long started = System.nanoTime();
        try {
            Execution execution = repl.execute(code);
            long millis = (System.nanoTime() - started) / 1_000_000;
            tree.record(task.place().number(), ended(turn, number, execution, millis));
            return execution;
        } finally {
            deadline.cancel(false);
        }
    }

    private static Event ended(int turn, int number, Execution execution, long millis) {
        CellOutput output = execution.output();
        Map<String, String> variables = new LinkedHashMap<>();
        output.variables().forEach(variable -> variables.put(variable.name(), variable.preview()));
        String stdout = output.text(CellOutput.Stream.OUT);
        String stderr = output.text(CellOutput.Stream.ERR);
        return switch (execution) {
            case Execution.Printed printed ->
                new Event.CellEnded(turn, number, "printed", stdout, stderr, output.value(), variables, millis);
            case Execution.Failed failed ->
                new Event.CellEnded(turn, number, "failed", stdout, stderr, failed.traceback(), variables, millis);
            case Execution.Finished finished ->
                new Event.CellEnded(turn, number, "finished", stdout, stderr, finished.answer(), variables, millis);
            case Execution.Stopped stopped ->
                new Event.CellEnded(turn, number, "stopped", stdout, stderr, stopped.reason(), variables, millis);
        };
    }
}
