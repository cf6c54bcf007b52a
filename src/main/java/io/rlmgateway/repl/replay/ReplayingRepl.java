package io.rlmgateway.repl.replay;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.Placed;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.replay.StopSwitch.StoppedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
    static final String CANCELLED = "cancelled";

    /** What nobody but a loop without an end needs. */
    private static final int MAX_WAITS = 100_000;

    /** Cells that run again may take longer than they took, on a machine that is busier. */
    private static final int PATIENCE = 3;

    private final ReplSetup setup;
    private final InterpreterSource source;
    private final ReplJournal journal;
    private final StopSwitch stop = new StopSwitch();
    private final HostThreads hostThreads;
    private final List<RecordedCell> finished = new ArrayList<>();
    private int cells;
    private boolean alone;
    private volatile @Nullable RecordedCell current;
    private volatile @Nullable LiveInterpreter live;

    /** Starts the session's first interpreter. */
    ReplayingRepl(InterpreterSource source, ReplJournal journal) {
        this.source = source;
        this.journal = journal;
        setup = source.setup();
        hostThreads = new HostThreads(source.recording());
        live = source.start(false, this::call);
    }

    @Override
    public Execution execute(String code, Instant started) {
        stop.reset();
        Execution earlier = journal.end(++cells);
        if (earlier instanceof Execution.Stopped) {
            return earlier;
        }
        RecordedCell cell = new RecordedCell(cells, code, started, earlier);
        current = cell;
        Execution execution = run(cell);
        current = null;
        if (execution instanceof Execution.Stopped stopped) {
            if (cell.isKnown() && stop.reason() == null) {
                throw new DifferenceException(cell, "it had to be stopped").failure();
            }
            stop.unlessHalted(() -> hostThreads.interrupt(cell));
            source.recording().forget(cell);
            return new Execution.Stopped(stopped.output(), stopped.reason(), true);
        }
        finished.add(cell);
        alone = false;
        return execution;
    }

    /** Runs a cell, again when its interpreter is lost; if that may be its own doing, alone, and only once more. */
    private Execution run(RecordedCell cell) {
        for (int attempt = 0; ; attempt++) {
            try {
                return execute(alive(), cell, time(cell));
            } catch (StoppedException e) {
                return new Execution.Stopped(CellOutput.NONE, e.reason(), true);
            } catch (DifferenceException e) {
                if (attempt >= REBUILDS) {
                    throw e.failure();
                }
            } catch (InterpreterLostException e) {
                log.info("A sandbox was lost ({}); its session is rebuilt", e.getMessage());
                if (ends(e, attempt)) {
                    return stopped(e);
                }
                alone = e.lostBy() == Cause.UNKNOWN;
            }
        }
    }

    private Duration time(RecordedCell cell) {
        return setup.limits().cellTime().multipliedBy(cell.isKnown() ? PATIENCE : 1);
    }

    private boolean ends(InterpreterLostException loss, int losses) {
        return losses == MAX_LOSSES || stop.reason() != null || isCulprit(loss);
    }

    private boolean isCulprit(InterpreterLostException loss) {
        return switch (loss.lostBy()) {
            case THIS_CELL -> true;
            case UNKNOWN -> alone;
            case ANOTHER -> false;
        };
    }

    private Execution stopped(InterpreterLostException loss) {
        return new Execution.Stopped(
                new CellOutput(loss.printed(), null, List.of()), reasonOr(String.valueOf(loss.getMessage())), true);
    }

    private String reasonOr(String otherwise) {
        String reason = stop.reason();
        return reason == null ? otherwise : reason;
    }

    /** Runs a cell in an interpreter, which is kept if nothing went wrong with it. */
    private Execution execute(LiveInterpreter in, RecordedCell cell, Duration time) {
        boolean kept = false;
        try {
            Execution execution = stop.during(in::stop, () -> play(in, cell, time));
            String reason = stop.reason();
            if (reason != null) {
                return new Execution.Stopped(execution.output(), reason, true);
            }
            kept = !(execution instanceof Execution.Stopped);
            return execution;
        } finally {
            if (!kept) {
                lose(in);
            }
        }
    }

    private Execution play(LiveInterpreter in, RecordedCell cell, Duration time) {
        Playback playback = in.playback();
        playback.begin(cell);
        Execution execution = in.python().execute(new Cell(cell.number(), cell.code(), cell.started(), time));
        String difference =
                execution instanceof Execution.Stopped ? playback.difference() : playback.end(cell, execution);
        if (difference != null && stop.reason() == null) {
            throw new DifferenceException(cell, difference);
        }
        return execution;
    }

    private void lose(LiveInterpreter lost) {
        live = null;
        lost.close();
    }

    /** {@return the session's interpreter, rebuilt when the last one was lost} */
    private LiveInterpreter alive() {
        LiveInterpreter now = live;
        if (now != null && !stop.closed()) {
            return now;
        }
        for (int attempt = 1; ; attempt++) {
            checkOpen();
            try {
                LiveInterpreter next = new InterpreterStart(() -> source.start(alone, this::call)).await(stop);
                finished.forEach(cell -> replay(next, cell));
                return kept(next);
            } catch (DifferenceException | InterpreterLostException e) {
                log.info("A session is rebuilt again: {}", e.getMessage());
                if (attempt == REBUILDS) {
                    throw failure(e);
                }
            }
        }
    }

    private static FailureException failure(RuntimeException cause) {
        return cause instanceof DifferenceException difference
                ? difference.failure()
                : new FailureException(
                        new Failure.SessionFailed("The session's sandbox was lost " + REBUILDS
                                + " times while it was rebuilt (" + cause.getMessage() + "). Ask again."),
                        cause);
    }

    private LiveInterpreter kept(LiveInterpreter next) {
        live = next;
        if (stop.closed()) {
            lose(next);
        }
        checkOpen();
        return next;
    }

    private void checkOpen() {
        if (stop.closed()) {
            throw new FailureException(new Failure.SessionFailed("The session is closed."));
        }
    }

    private void replay(LiveInterpreter in, RecordedCell cell) {
        Execution execution = execute(in, cell, time(cell));
        if (execution instanceof Execution.Stopped stopped) {
            if (stop.reason() != null) {
                throw new StoppedException(stopped.reason());
            }
            throw new DifferenceException(cell, "it had to be stopped");
        }
    }

    private CompletableFuture<Placed> call(
            Playback playback, ReplFunction function, RecordedCall.Key key, long number) {
        boolean counts = !InterpreterSource.isTimer(function);
        if (counts && playback.made() >= setup.limits().hostCalls()) {
            throw stopCell("limit of " + setup.limits().hostCalls() + " calls to the service in a cell reached");
        }
        if (!counts && playback.waits() >= MAX_WAITS) {
            throw stopCell("limit of " + MAX_WAITS + " waits in a cell reached");
        }
        return playback.call(key, number, counts, call -> hostThreads.start(function, call));
    }

    private CancellationException stopCell(String reason) {
        stop.stop(reason);
        return new CancellationException("stopped");
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
        stop.reset();
        try {
            return aside(alive(), action);
        } catch (InterpreterLostException | StoppedException e) {
            log.debug("A sandbox was lost beside a cell", e);
            return otherwise;
        }
    }

    private <T> T aside(LiveInterpreter in, Function<Interpreter, T> action) {
        boolean kept = false;
        try {
            T result = stop.during(in::stop, () -> action.apply(in.python()));
            kept = stop.reason() == null;
            return result;
        } finally {
            if (!kept) {
                lose(in);
            }
        }
    }

    @Override
    public void cancel() {
        stop.stop(CANCELLED);
        RecordedCell cell = current;
        if (cell != null) {
            hostThreads.interrupt(cell);
        }
    }

    @Override
    public void halt() {
        stop.halt(CANCELLED);
    }

    @Override
    public void close() {
        stop.close();
        hostThreads.interrupt();
        LiveInterpreter now = live;
        if (now != null) {
            lose(now);
        }
    }
}
