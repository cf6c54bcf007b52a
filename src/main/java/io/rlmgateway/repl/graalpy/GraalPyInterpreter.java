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
import java.util.concurrent.Executor;
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

    private static final Executor ASIDE =
            task -> Thread.ofVirtual().name("python-aside").start(task);

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
        return result(start(cell));
    }

    @Override
    public CompletableFuture<Execution> start(Cell cell) {
        CellClock clock = begin(cell.time());
        CompletableFuture<Execution> end = new CompletableFuture<>();
        clock.start(reason -> end.complete(stopped(reason)));
        var _ = context.run(cell, clock, limits.outputCharacters()).whenComplete((report, failure) -> {
            if (!clock.ended()) {
                return;
            }
            if (failure == null) {
                end.complete(report.with(context.output().take()));
            } else {
                // on another thread than Python's, for which this may wait
                end.completeAsync(() -> broken(failure), ASIDE);
            }
        });
        return end;
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

    /** Waits for an end; an interrupt brings it about. */
    private <T> T result(CompletableFuture<T> end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return end.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop(CANCELLED);
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Execution broken(Throwable cause) {
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
    private <T> T aside(Function<CellClock, CompletableFuture<T>> action, T otherwise) {
        CellClock clock = begin(ASIDE_TIME);
        CompletableFuture<T> end = new CompletableFuture<>();
        clock.start(reason -> {
            close();
            end.complete(otherwise);
        });
        var _ = action.apply(clock).whenComplete((result, failure) -> {
            if (!clock.ended()) {
                return;
            }
            if (failure != null) {
                log.warn("The Python interpreter failed beside a cell", failure);
            }
            end.complete(failure == null ? result : otherwise);
        });
        return result(end);
    }

    @Override
    public List<Piece> printed() {
        return context.output().take();
    }

    @Override
    public void cancel(String reason) {
        cancelled = reason;
        stop(reason);
    }

    private void stop(String reason) {
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
