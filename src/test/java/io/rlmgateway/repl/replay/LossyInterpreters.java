package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Interpreters that are lost at random points, also while they are rebuilt: before a cell, when it makes a call to the
 * host or gets its result, or at its end.
 */
final class LossyInterpreters implements Interpreters {

    private static final int LIKELY = 4;
    private static final int IN_A_ROW = 2;

    private final Interpreters interpreters;
    private final RandomGenerator random;
    private int left;
    private int lost;
    private int inARow;
    private boolean next;

    /** Interpreters of which so many are lost. */
    LossyInterpreters(Interpreters interpreters, RandomGenerator random, int losses) {
        this.interpreters = interpreters;
        this.random = random;
        left = losses;
    }

    /** When a cell is lost. */
    private enum Moment {
        BEFORE,
        AT_A_CALL,
        AT_THE_END,
        NEVER
    }

    /** Loses the interpreter before its next cell. */
    void loseNext() {
        next = true;
    }

    /** {@return how many were lost} */
    synchronized int lost() {
        return lost;
    }

    private synchronized void count() {
        lost++;
    }

    private synchronized Moment moment() {
        if (next) {
            next = false;
            return Moment.BEFORE;
        }
        if (left == 0 || inARow == IN_A_ROW || random.nextInt(LIKELY) > 0) {
            inARow = 0;
            return Moment.NEVER;
        }
        left--;
        inARow++;
        return Moment.values()[random.nextInt(3)];
    }

    private synchronized int which() {
        return random.nextInt(9);
    }

    @Override
    public Interpreter start(InterpreterSetup setup) {
        return new Lossy(setup);
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }

    @Override
    public void close() {
        interpreters.close();
    }

    private final class Lossy implements Interpreter {

        private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
        private final Interpreter python;
        private volatile boolean lost;

        Lossy(InterpreterSetup setup) {
            ReplSetup session = setup.session();
            List<ReplFunction> functions = new ArrayList<>();
            session.functions().forEach(function -> functions.add(new Watched(function, this)));
            python = interpreters.start(new InterpreterSetup(
                    new ReplSetup(
                            session.tenant(), session.documents(), session.variables(), functions, session.limits()),
                    new Watched(setup.timer(), this),
                    setup.seed(),
                    setup.alone()));
        }

        /** Once it is lost, nothing that it does reaches anybody. */
        void called() {
            if (callsLeft.getAndDecrement() == 0) {
                lost = true;
                Thread.ofVirtual().start(python::close);
            }
            if (lost) {
                throw new CancellationException("lost");
            }
        }

        @Override
        public Execution execute(Cell cell) {
            Moment moment = moment();
            if (moment == Moment.BEFORE) {
                throw loss();
            }
            callsLeft.set(moment == Moment.AT_A_CALL ? which() : Integer.MAX_VALUE);
            Execution execution = python.execute(cell);
            boolean stopped = execution instanceof Execution.Stopped;
            if (lost || (moment == Moment.AT_THE_END && !stopped)) {
                throw loss();
            }
            return execution;
        }

        private InterpreterLostException loss() {
            count();
            return new InterpreterLostException("lost", InterpreterLostException.Cause.ANOTHER, List.of());
        }

        @Override
        public List<Piece> printed() {
            return python.printed();
        }

        @Override
        public boolean parses(String code) {
            return python.parses(code);
        }

        @Override
        public String variables() {
            return python.variables();
        }

        @Override
        public void cancel(String reason) {
            python.cancel(reason);
        }

        @Override
        public void close() {
            python.close();
        }

        @Override
        public CompletableFuture<Void> gone() {
            return python.gone();
        }
    }

    private record Watched(ReplFunction function, Lossy interpreter) implements ReplFunction {

        @Override
        public String signature() {
            return function.signature();
        }

        @Override
        public String description() {
            return function.description();
        }

        @Override
        public boolean awaitable() {
            return function.awaitable();
        }

        @Override
        public boolean restored() {
            return function.restored();
        }

        @Override
        public CompletableFuture<@Nullable Object> start(Arguments arguments) {
            interpreter.called();
            CompletableFuture<@Nullable Object> call = function.start(arguments);
            interpreter.called();
            return call.whenComplete((result, failure) -> interpreter.called());
        }

        @Override
        public @Nullable Object call(Arguments arguments) {
            throw new UnsupportedOperationException("calls are started");
        }
    }
}
