package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.ReplLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session in one interpreter of this JVM. A cell that has to be stopped takes the interpreter with it. */
final class GraalPyInterpreter implements Interpreter {

    private static final Logger log = LoggerFactory.getLogger(GraalPyInterpreter.class);
    private static final String CANCELLED = "cancelled";

    /** Describing variables calls {@code __repr__} of the cell's classes, which may never end. */
    private static final Duration ASIDE_TIME = Duration.ofSeconds(10);

    private final PythonContext context;
    private final ReplLimits limits;
    private final Runnable whenGone;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable CellClock running;
    private volatile @Nullable String cancelled;

    GraalPyInterpreter(PythonContext context, ReplLimits limits, Runnable whenGone) {
        this.context = context;
        this.limits = limits;
        this.whenGone = whenGone;
    }

    @Override
    public Execution execute(Cell cell) {
        CellClock clock = begin(cell.time());
        try {
            Future<CellReport> report = context.run(cell, clock, limits.outputCharacters());
            String reason = awaitEnd(clock);
            return reason == null ? ended(report, clock) : stopped(reason);
        } finally {
            running = null;
        }
    }

    private CellClock begin(Duration time) {
        if (closed.get()) {
            throw new InterpreterLostException("the sandbox was stopped", Cause.ANOTHER, List.of());
        }
        CellClock clock = new CellClock(time, Duration.ZERO);
        running = clock;
        String reason = cancelled;
        if (reason != null) {
            clock.stop(reason);
        }
        context.output()
                .begin(
                        limits.outputCharacters(),
                        () -> clock.stop("output limit of " + limits.outputCharacters() + " characters reached"));
        return clock;
    }

    private static @Nullable String awaitEnd(CellClock clock) {
        try {
            return clock.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            clock.stop(CANCELLED);
            return clock.reason();
        }
    }

    private Execution ended(Future<CellReport> cell, CellClock clock) {
        try {
            CellReport report = result(cell);
            String reason = clock.reason();
            return reason == null ? report.with(context.output().take()) : stopped(reason);
        } catch (ExecutionException e) {
            return broken(e.getCause(), clock);
        }
    }

    private static <T> T result(Future<T> ended) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                T result = ended.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private Execution broken(@Nullable Throwable cause, CellClock clock) {
        String reason = clock.reason();
        if (reason != null) {
            return stopped(reason);
        }
        if (cause instanceof PolyglotException e && (e.isResourceExhausted() || e.isCancelled() || e.isExit())) {
            return stopped(endedBy(e));
        }
        log.warn("The Python interpreter failed at a cell", cause);
        return aside(context::isSound, false)
                ? CellReport.interpreterFailed().with(context.output().take())
                : stopped("it broke the Python interpreter");
    }

    private static String endedBy(PolyglotException e) {
        if (e.isExit()) {
            return "it ended the Python interpreter";
        }
        return String.valueOf(e.getMessage()).contains("thread")
                ? "too many threads were started"
                : "it broke the Python interpreter";
    }

    private Execution stopped(String reason) {
        CellOutput output = new CellOutput(context.output().take(), null, List.of());
        close();
        try {
            context.awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Execution.Stopped(output, reason, false);
    }

    @Override
    public boolean parses(String code) {
        return aside(clock -> context.parses(code, clock), false);
    }

    @Override
    public String variables() {
        return aside(context::describeVariables, "");
    }

    /** Does something beside the cells; an interpreter that cannot do it in time is given up. */
    private <T> T aside(Function<CellClock, Future<T>> action, T otherwise) {
        CellClock clock = begin(ASIDE_TIME);
        try {
            Future<T> result = action.apply(clock);
            if (awaitEnd(clock) == null) {
                return result(result);
            }
            close();
            return otherwise;
        } catch (ExecutionException e) {
            log.warn("The Python interpreter failed beside a cell", e.getCause());
            return otherwise;
        } finally {
            running = null;
        }
    }

    @Override
    public List<Piece> printed() {
        return context.output().take();
    }

    @Override
    public void cancel(String reason) {
        cancelled = reason;
        CellClock clock = running;
        if (clock != null) {
            clock.stop(reason);
        }
    }

    @Override
    public void close() {
        cancel(CANCELLED);
        if (closed.compareAndSet(false, true)) {
            context.close(whenGone);
        }
    }

    @Override
    public CompletableFuture<Void> gone() {
        return context.closed();
    }
}
