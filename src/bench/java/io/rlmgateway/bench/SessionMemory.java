package io.rlmgateway.bench;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/** The heap that a further session takes, whose cells imported what models import; beside it that of a bare context. */
final class SessionMemory implements Measurement {

    private static final int SESSIONS = 8;

    private static final String CELL = "import re, json, math, collections\nvalue = [1, 2, 3]";

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    @Override
    public void measure(Bench bench, Report report) {
        Samples sessions = Samples.mebibytes();
        Samples bare = Samples.mebibytes();
        for (int i = 0; i < bench.fewRounds(); i++) {
            try (Sandbox sandbox = new Sandbox("embedded")) {
                addGrowth(sessions, () -> session(sandbox));
            }
            try (Engine engine = Engine.newBuilder("python")
                    .option("engine.WarnInterpreterOnly", "false")
                    .build()) {
                addGrowth(bare, () -> context(engine));
            }
        }
        report.add("heap of a further session", sessions, "heap of a further bare context in a shared engine", bare);
    }

    private static void addGrowth(Samples samples, Supplier<AutoCloseable> start) {
        List<AutoCloseable> held = new ArrayList<>();
        held.add(start.get());
        long before = heap();
        for (int i = 0; i < SESSIONS; i++) {
            held.add(start.get());
        }
        samples.addBytes((heap() - before) / SESSIONS);
        held.forEach(SessionMemory::close);
    }

    private static AutoCloseable session(Sandbox sandbox) {
        Repl repl = sandbox.open();
        if (!(repl.execute(CELL) instanceof Execution.Printed)) {
            throw new IllegalStateException("The cell failed");
        }
        return repl;
    }

    private static AutoCloseable context(Engine engine) {
        Context context = Context.newBuilder("python").engine(engine).build();
        context.eval("python", CELL);
        return context;
    }

    private static void close(AutoCloseable held) {
        try {
            held.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return bytes in use when everything has come to rest and garbage is gone} */
    private static long heap() {
        ProcessFacts.awaitQuiet(ProcessHandle.current());
        MEMORY.gc();
        MEMORY.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
