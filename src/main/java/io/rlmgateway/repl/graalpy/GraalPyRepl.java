package io.rlmgateway.repl.graalpy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session in one interpreter of this JVM. A cell that has to be stopped takes the interpreter with it. */
final class GraalPyRepl implements Repl {

    private static final Logger log = LoggerFactory.getLogger(GraalPyRepl.class);
    private static final String CANCELLED = "cancelled";

    /** Describing variables calls {@code __repr__} of the cell's classes, which may never end. */
    private static final Duration ASIDE_TIME = Duration.ofSeconds(10);

    private final PythonContext context;
    private final ReplLimits limits;
    private final Runnable whenGone;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable CellClock running;

    GraalPyRepl(PythonContext context, ReplLimits limits, Runnable whenGone) {
        this.context = context;
        this.limits = limits;
        this.whenGone = whenGone;
    }

    @Override
    public Execution execute(String code) {
        CellClock clock = begin(limits.cellTime());
        try {
            Future<CellReport> cell = context.run(code, clock, limits.outputCharacters());
            String reason = awaitEnd(clock);
            return reason == null ? ended(cell, clock) : stopped(reason);
        } finally {
            running = null;
        }
    }

    private CellClock begin(Duration time) {
        if (closed.get()) {
            throw new FailureException(new Failure.SessionFailed("The session's sandbox was stopped and is gone."));
        }
        CellClock clock = new CellClock(time);
        running = clock;
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
        if (reason == null && cause instanceof PolyglotException e && !e.isCancelled() && !e.isExit()) {
            if (!e.isResourceExhausted()) {
                log.warn("The Python interpreter failed at a cell", e);
                return CellReport.interpreterFailed().with(context.output().take());
            }
            reason = "resources exhausted: recursion deeper than " + PythonEngine.MAX_STACK_FRAMES
                    + " calls, or too many threads";
        }
        return stopped(reason == null ? "the interpreter ended" : reason);
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
    public void cancel() {
        CellClock clock = running;
        if (clock != null) {
            clock.stop(CANCELLED);
        }
    }

    @Override
    public void close() {
        cancel();
        if (closed.compareAndSet(false, true)) {
            context.close(whenGone);
        }
    }
}
