package io.rlmgateway.bench;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One small cell of an open session, beside the evaluation of the same source in a bare GraalPy context. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CellRoundTrip implements Measurement {

    private static final int CALLS = 100;

    private static final List<String> MODES = List.of("process", "embedded");

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        String beside = "`eval` of the same source in a bare context";
        Samples bare = Jmh.run(CellRoundTrip.class, "bareCell", bench.rounds(), Samples.milliseconds());
        Samples bareCall = Jmh.run(CellRoundTrip.class, "bareHostCall", bench.rounds(), Samples.milliseconds());
        for (String mode : MODES) {
            report.add("cell without a host call, " + mode, run(bench, "cell", mode), beside, bare);
            report.add("cell with one host call, " + mode, run(bench, "hostCall", mode), beside, bareCall);
        }
        addHostCall(bench, report);
        Samples python = CPythonExec.exec("value = 1");
        if (python.count() > 0) {
            report.add("the first of these by CPython's `compile` and `exec`", python, beside, bare);
        }
    }

    /** A call alone: a hundredth of what a cell with a hundred of them takes. */
    private static void addHostCall(Bench bench, Report report) throws Exception {
        Samples process = perCall(run(bench, "manyHostCalls", "process"));
        Samples embedded = perCall(run(bench, "manyHostCalls", "embedded"));
        report.add("a host call in a row of 100, process", process, "the same, embedded", embedded);
    }

    private static Samples perCall(Samples cells) {
        Samples calls = Samples.milliseconds();
        calls.add(cells.median() / CALLS);
        return calls;
    }

    private static Samples run(Bench bench, String method, String mode) throws Exception {
        return Jmh.run(CellRoundTrip.class, method, bench.rounds(), Samples.milliseconds(), mode);
    }

    /** A cell that assigns a variable. */
    @Benchmark
    public String cell(OpenSession session) {
        return session.run("value = 1");
    }

    /** The same, bare. */
    @Benchmark
    public Value bareCell(BareContext python) {
        return python.run("value = 1");
    }

    /** A cell that calls the host. */
    @Benchmark
    public String hostCall(OpenSession session) {
        return session.run("value = same(1)");
    }

    /** A cell that does nothing but call the host. */
    @Benchmark
    public String manyHostCalls(OpenSession session) {
        return session.run("for number in range(" + CALLS + "): same(number)\nvalue = 1");
    }

    /** The same, bare. */
    @Benchmark
    public Value bareHostCall(BareContext python) {
        return python.run("value = same(1)");
    }

    /** A session's REPL with one host function. */
    @State(Scope.Benchmark)
    public static class OpenSession {

        /** Where Python runs. */
        @Param("process")
        public String mode = "process";

        private @Nullable Sandbox sandbox;
        private @Nullable Repl repl;
        private int count;

        /** Opens the session. */
        @Setup
        public void open() {
            sandbox = new Sandbox(mode);
            repl = sandbox.open(new Same());
        }

        String run(String code) {
            Execution execution = Objects.requireNonNull(repl).execute(code + " + " + count++);
            if (!(execution instanceof Execution.Printed(var output))) {
                throw new IllegalStateException("The cell ended as " + execution);
            }
            return output.text();
        }

        /** Ends the sandbox. */
        @TearDown
        public void close() {
            Objects.requireNonNull(repl).close();
            Objects.requireNonNull(sandbox).close();
        }
    }

    /** A Python context without anything of this project. */
    @State(Scope.Benchmark)
    public static class BareContext {

        private final Context context = Context.newBuilder("python")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        private int count;

        /** Binds the host function. */
        public BareContext() {
            context.getBindings("python").putMember("same", (ProxyExecutable) arguments -> arguments[0].asInt());
        }

        /** Each source is new, as each cell of a session is. */
        Value run(String code) {
            return context.eval("python", code + " + " + count++);
        }

        /** Ends the context. */
        @TearDown
        public void close() {
            context.close();
        }
    }

    private static final class Same implements ReplFunction {

        @Override
        public String signature() {
            return "same(number)";
        }

        @Override
        public String description() {
            return "Returns the number.";
        }

        @Override
        public Object call(Arguments arguments) {
            return 1;
        }
    }
}
