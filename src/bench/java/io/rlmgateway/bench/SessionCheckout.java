package io.rlmgateway.bench;

import io.rlmgateway.repl.Repl;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A session's REPL from the warm pool, beside the start of a bare GraalPy context in a shared engine. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SessionCheckout implements Measurement {

    private static final int CHECKOUTS_A_ROUND = 4;

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        int count = bench.rounds() * CHECKOUTS_A_ROUND;
        Samples bare = Jmh.run(SessionCheckout.class, "bareContext", count, Samples.milliseconds());
        for (String mode : List.of("process", "embedded")) {
            report.add(
                    "checkout of a REPL from the warm pool, " + mode,
                    Jmh.run(SessionCheckout.class, "checkout", count, Samples.milliseconds(), mode),
                    "start of a bare context in a shared engine",
                    bare);
        }
    }

    /** Takes a REPL that is ready to run cells. */
    @Benchmark
    public Repl checkout(WarmPool pool) {
        return pool.take();
    }

    /** Starts a context that is ready to evaluate. */
    @Benchmark
    public Context bareContext(SharedEngine engine) {
        return engine.start();
    }

    /** A pool that is full before each checkout. */
    @State(Scope.Benchmark)
    public static class WarmPool {

        /** Where Python runs. */
        @Param("process")
        public String mode = "process";

        private @Nullable Sandbox sandbox;
        private @Nullable Repl taken;

        /** Starts the pool. */
        @Setup(Level.Trial)
        public void start() {
            sandbox = new Sandbox(mode);
        }

        /** Lets the pool start what was taken from it. */
        @Setup(Level.Invocation)
        public void refill() {
            ProcessFacts.awaitQuiet(ProcessHandle.current());
        }

        Repl take() {
            Repl repl = Objects.requireNonNull(sandbox).open();
            taken = repl;
            return repl;
        }

        /** Gives the REPL back. */
        @TearDown(Level.Invocation)
        public void giveBack() {
            if (taken != null) {
                taken.close();
            }
        }

        /** Ends the sandbox. */
        @TearDown(Level.Trial)
        public void close() {
            Objects.requireNonNull(sandbox).close();
        }
    }

    /** An engine whose contexts share code. */
    @State(Scope.Benchmark)
    public static class SharedEngine {

        private final Engine engine = Engine.newBuilder("python")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        private @Nullable Context started;

        Context start() {
            Context context = Context.newBuilder("python").engine(engine).build();
            context.eval("python", "None");
            started = context;
            return context;
        }

        /** Ends the context. */
        @TearDown(Level.Invocation)
        public void end() {
            if (started != null) {
                started.close();
            }
        }

        /** Ends the engine. */
        @TearDown(Level.Trial)
        public void close() {
            engine.close();
        }
    }
}
