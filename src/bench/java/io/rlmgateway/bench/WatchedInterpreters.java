package io.rlmgateway.bench;

import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.DelegatingInterpreter;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Interpreter;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Interpreters of one session, of which can be told when one begins a cell and when the last one is gone. */
final class WatchedInterpreters implements Interpreters {

    private final Interpreters interpreters;
    private volatile @Nullable Interpreter last;
    private volatile CountDownLatch begun = new CountDownLatch(1);

    WatchedInterpreters(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    @Override
    public Interpreter start(InterpreterSetup setup) {
        Interpreter started = interpreters.start(setup);
        last = started;
        return new Watched(started);
    }

    /** {@return a future of the moment when nothing of the last interpreter runs any more} */
    CompletableFuture<Void> last() {
        return Objects.requireNonNull(last).gone();
    }

    /** {@return what the next cell that any of them begins counts down} */
    CountDownLatch nextCell() {
        CountDownLatch next = new CountDownLatch(1);
        begun = next;
        return next;
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }

    /** Others use them too. */
    @Override
    public void close() {
        // nothing of its own
    }

    private final class Watched extends DelegatingInterpreter {

        Watched(Interpreter interpreter) {
            super(interpreter);
        }

        @Override
        public Execution execute(Cell cell) {
            begun.countDown();
            return super.execute(cell);
        }
    }
}
