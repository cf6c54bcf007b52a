package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Interpreters whose cells are written in Java: a cell's code is the name of what it does. */
final class ScriptedInterpreters implements Interpreters {

    /** What a cell does. */
    @FunctionalInterface
    interface Script {
        Execution run(Scripted python) throws InterruptedException;
    }

    final Map<String, Script> scripts;
    final List<Scripted> started = new CopyOnWriteArrayList<>();

    /** Places for interpreters that have not been taken; a start waits for one. */
    final Semaphore places = new Semaphore(1_000);

    /** A permit for each start that has begun. */
    final Semaphore starts = new Semaphore(0);

    ScriptedInterpreters(Map<String, Script> scripts) {
        this.scripts = scripts;
    }

    static Execution printed(String text) {
        return new Execution.Printed(new CellOutput(List.of(new Piece(CellOutput.Stream.OUT, text)), null, List.of()));
    }

    static Execution failed(String error) {
        return new Execution.Failed(CellOutput.NONE, error, error);
    }

    @Override
    public Interpreter start(InterpreterSetup setup) {
        starts.release();
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Scripted next = new Scripted(setup, started.size());
        started.add(next);
        return next;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        // nothing runs
    }

    /** One interpreter; its state is the list of what its cells remembered. */
    final class Scripted implements Interpreter {

        final InterpreterSetup setup;
        final int number;
        final List<Object> state = new ArrayList<>();
        private final AtomicLong lastCall = new AtomicLong();
        private final CompletableFuture<String> stopped = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        private Scripted(InterpreterSetup setup, int number) {
            this.setup = setup;
            this.number = number;
        }

        /** Calls the host's first function. */
        @Nullable
        Object call(String prompt) {
            return value(setup.session()
                    .functions()
                    .getFirst()
                    .call(new Arguments(Map.of("prompt", prompt), lastCall.incrementAndGet())));
        }

        /** Waits a moment. */
        void sleep() {
            value(setup.timer().call(new Arguments(Map.of("seconds", 0.0), lastCall.incrementAndGet())));
        }

        /** Starts a call of the host's first function. */
        Callable<@Nullable Object> start(String prompt) {
            var call = setup.session()
                    .functions()
                    .getFirst()
                    .start(new Arguments(Map.of("prompt", prompt), lastCall.incrementAndGet()));
            return () -> value(call.get());
        }

        private static @Nullable Object value(@Nullable Object result) {
            Object value = result instanceof Placed placed ? placed.value() : result;
            if (value instanceof PythonException raised) {
                throw raised;
            }
            return value;
        }

        /** Never ends unless it is told to. */
        Execution hang() throws InterruptedException {
            try {
                return new Execution.Stopped(CellOutput.NONE, stopped.get(), false);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        InterpreterLostException lost(InterpreterLostException.Cause cause) {
            return new InterpreterLostException("the sandbox's process ended", cause, List.of());
        }

        @Override
        public Execution execute(Cell cell) {
            try {
                Script script = scripts.get(cell.code());
                return script == null ? failed("SyntaxError: " + cell.code()) : script.run(this);
            } catch (CancellationException e) {
                return failed("LLMError: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Execution.Stopped(CellOutput.NONE, "cancelled", false);
            }
        }

        @Override
        public List<Piece> printed() {
            return List.of();
        }

        @Override
        public boolean parses(String code) {
            return scripts.containsKey(code);
        }

        @Override
        public String variables() {
            if (gone.isDone()) {
                throw lost(InterpreterLostException.Cause.ANOTHER);
            }
            return state.toString();
        }

        @Override
        public void cancel(String reason) {
            stopped.complete(reason);
        }

        @Override
        public void close() {
            cancel("closed");
            gone.complete(null);
        }

        @Override
        public CompletableFuture<Void> gone() {
            return gone;
        }
    }
}
