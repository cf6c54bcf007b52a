package io.rlmgateway.repl.replay;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that outlives its interpreter. When that is lost, or had to be stopped with a cell, the session's finished
 * cells run again in another one on their recorded calls to the host; the stopped cell is as if it had never run.
 */
final class ReplayingRepl implements Repl {

    private static final Logger log = LoggerFactory.getLogger(ReplayingRepl.class);

    private static final int REBUILDS = 3;
    private static final int MAX_LOSSES = 5;

    /** Cells that run again may take longer than they took, on a machine that is busier. */
    private static final int PATIENCE = 3;

    private final Interpreters interpreters;
    private final ReplSetup setup;
    private final long seed;
    private final HostThreads hostThreads = new HostThreads();
    private final List<RecordedCell> finished = new ArrayList<>();
    private int cells;
    private boolean alone;
    private volatile boolean closed;
    private volatile @Nullable String cancelled;
    private volatile @Nullable RecordedCell current;
    private volatile @Nullable Interpreter interpreter;

    ReplayingRepl(Interpreters interpreters, ReplSetup setup, long seed) {
        this.interpreters = interpreters;
        this.setup = recorded(setup);
        this.seed = seed;
        interpreter = start();
    }

    private ReplSetup recorded(ReplSetup original) {
        List<ReplFunction> functions = new ArrayList<>();
        for (ReplFunction function : original.functions()) {
            functions.add(new RecordedFunction(function, functions.size(), this::call));
        }
        return new ReplSetup(
                original.tenant(), original.documents(), original.variables(), functions, original.limits());
    }

    private Interpreter start() {
        return interpreters.start(new InterpreterSetup(setup, seed, alone));
    }

    @Override
    public Execution execute(String code) {
        cancelled = null;
        RecordedCell cell = new RecordedCell(++cells, code, Instant.now());
        Execution execution = run(cell);
        if (execution instanceof Execution.Stopped stopped) {
            hostThreads.interrupt();
            return new Execution.Stopped(stopped.output(), stopped.reason(), true);
        }
        cell.completed();
        finished.add(cell);
        alone = false;
        return execution;
    }

    /** Runs a cell, again when its interpreter is lost; if that may be its own doing, alone, and only once more. */
    private Execution run(RecordedCell cell) {
        for (int losses = 0; ; losses++) {
            try {
                Execution execution = attempt(cell);
                return losses == 0 ? execution : reproduced(cell, execution);
            } catch (InterpreterLostException e) {
                log.info("A sandbox was lost ({}); its session is rebuilt", e.getMessage());
                if (cancelled != null || losses == MAX_LOSSES || isCulprit(e)) {
                    return stopped(e);
                }
                alone = e.lostBy() == Cause.UNKNOWN;
                cell.rewind();
            }
        }
    }

    private boolean isCulprit(InterpreterLostException loss) {
        return switch (loss.lostBy()) {
            case THIS_CELL -> true;
            case UNKNOWN -> alone;
            case ANOTHER -> false;
        };
    }

    private static Execution reproduced(RecordedCell cell, Execution execution) {
        if (!(execution instanceof Execution.Stopped) && cell.difference() != null) {
            throw notReproduced(cell);
        }
        return execution;
    }

    private Execution stopped(InterpreterLostException loss) {
        String reason = cancelled;
        return new Execution.Stopped(
                new CellOutput(loss.printed(), null, List.of()),
                reason == null ? String.valueOf(loss.getMessage()) : reason,
                true);
    }

    private Execution attempt(RecordedCell cell) {
        Interpreter python = alive();
        Execution execution = execute(python, cell, setup.limits().cellTime());
        if (execution instanceof Execution.Stopped) {
            lose(python);
        }
        return execution;
    }

    private Execution execute(Interpreter python, RecordedCell cell, Duration time) {
        current = cell;
        String reason = cancelled;
        if (reason != null) {
            return new Execution.Stopped(CellOutput.NONE, reason, true);
        }
        try {
            return python.execute(new Cell(cell.number(), cell.code(), cell.started(), time));
        } catch (InterpreterLostException e) {
            lose(python);
            throw e;
        } finally {
            current = null;
        }
    }

    private void lose(Interpreter lost) {
        interpreter = null;
        lost.close();
    }

    /** {@return the session's interpreter, rebuilt when the last one was lost} */
    private Interpreter alive() {
        if (closed) {
            throw new FailureException(new Failure.SessionFailed("The session is closed."));
        }
        Interpreter python = interpreter;
        for (int attempt = 1; python == null; attempt++) {
            python = rebuilt(attempt);
        }
        return python;
    }

    private @Nullable Interpreter rebuilt(int attempt) {
        Interpreter python = start();
        try {
            for (RecordedCell cell : finished) {
                replay(python, cell);
            }
            interpreter = python;
            return python;
        } catch (InterpreterLostException e) {
            if (attempt == REBUILDS) {
                throw new FailureException(
                        new Failure.SessionFailed("The session's sandbox was lost " + REBUILDS
                                + " times while it was rebuilt (" + e.getMessage() + "). Ask again."),
                        e);
            }
            return null;
        } catch (FailureException e) {
            python.close();
            throw e;
        }
    }

    private void replay(Interpreter python, RecordedCell cell) {
        cell.rewind();
        Execution execution = execute(python, cell, setup.limits().cellTime().multipliedBy(PATIENCE));
        if (execution instanceof Execution.Stopped || cell.difference() != null) {
            throw notReproduced(cell);
        }
    }

    private static FailureException notReproduced(RecordedCell cell) {
        String difference = cell.difference();
        return new FailureException(new Failure.SessionFailed(
                "The session's sandbox was lost and could not be rebuilt: when cell " + cell.number() + " ran again, "
                        + (difference == null ? "it had to be stopped" : difference) + ". Ask again."));
    }

    private @Nullable Object call(ReplFunction function, RecordedCall.Key key) throws InterruptedException {
        RecordedCell cell = current;
        if (cell == null) {
            throw new InterruptedException("no cell is running");
        }
        if (cell.size() >= setup.limits().hostCalls()) {
            stop("limit of " + setup.limits().hostCalls() + " calls to the service in a cell reached");
            throw new InterruptedException("too many calls");
        }
        return cell.call(key, call -> hostThreads.start(function, call));
    }

    private void stop(String reason) {
        Interpreter python = interpreter;
        if (python != null) {
            python.cancel(reason);
        }
    }

    @Override
    public boolean parses(String code) {
        return aside(python -> python.parses(code), false);
    }

    @Override
    public String variables() {
        return aside(Interpreter::variables, "");
    }

    private <T> T aside(Function<Interpreter, T> action, T otherwise) {
        Interpreter python = alive();
        try {
            return action.apply(python);
        } catch (InterpreterLostException e) {
            log.debug("A sandbox was lost beside a cell", e);
            lose(python);
            return otherwise;
        }
    }

    @Override
    public void cancel() {
        cancelled = "cancelled";
        stop("cancelled");
        hostThreads.interrupt();
    }

    @Override
    public void close() {
        closed = true;
        hostThreads.interrupt();
        Interpreter python = interpreter;
        if (python != null) {
            interpreter = null;
            python.close();
        }
    }
}
