package io.rlmgateway.bench;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One small cell of an open session, beside the evaluation of the same source in a bare GraalPy context. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CellRoundTrip implements Measurement {

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        String beside = "`eval` of the same source in a bare context";
        report.add(
                "cell without a host call",
                Jmh.run(CellRoundTrip.class, "cell", bench.rounds(), Samples.milliseconds()),
                beside,
                Jmh.run(CellRoundTrip.class, "bareCell", bench.rounds(), Samples.milliseconds()));
        report.add(
                "cell with one host call",
                Jmh.run(CellRoundTrip.class, "hostCall", bench.rounds(), Samples.milliseconds()),
                beside,
                Jmh.run(CellRoundTrip.class, "bareHostCall", bench.rounds(), Samples.milliseconds()));
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

    /** The same, bare. */
    @Benchmark
    public Value bareHostCall(BareContext python) {
        return python.run("value = same(1)");
    }

    /** A session's REPL with one host function. */
    @State(Scope.Benchmark)
    public static class OpenSession {

        private final EmbeddedSandbox sandbox = new EmbeddedSandbox();
        private final Repl repl = sandbox.open(new Same());
        private int count;

        String run(String code) {
            Execution execution = repl.execute(code + " + " + count++);
            if (!(execution instanceof Execution.Printed(var output))) {
                throw new IllegalStateException("The cell ended as " + execution);
            }
            return output.text();
        }

        /** Ends the sandbox. */
        @TearDown
        public void close() {
            repl.close();
            sandbox.close();
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
