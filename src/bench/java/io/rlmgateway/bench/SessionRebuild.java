package io.rlmgateway.bench;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The rebuild of a session of 20 cells in a worker, whose interpreter went with a cell that was stopped; beside it what the
 * 20 cells took when they ran first.
 */
final class SessionRebuild implements Measurement {

    private static final int CELLS = 20;

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        Samples rebuilds = Samples.milliseconds();
        Samples cells = Samples.milliseconds();
        Samples beyond = Samples.milliseconds();
        try (Sandbox sandbox = new Sandbox("process");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = -1; i < bench.rounds(); i++) {
                CountDownLatch asked = new CountDownLatch(1);
                try (Repl repl = sandbox.open(new Ask(asked))) {
                    Duration first = time(() -> runCells(repl));
                    lose(repl, threads, asked);
                    ProcessFacts.awaitQuiet(ProcessHandle.current());
                    Duration rebuild = time(() -> run(repl, "x = 1"));
                    if (i >= 0) {
                        cells.addMilliseconds(first);
                        rebuilds.addMilliseconds(rebuild);
                        beyond.addMilliseconds(rebuild.minus(first));
                    }
                }
            }
        }
        report.add("rebuild of a session of 20 cells", rebuilds, "the 20 cells when they ran first", cells);
        report.add("the same beyond the cells' own time", beyond, "the 20 cells when they ran first", cells);
    }

    private static Duration time(Runnable action) {
        Stopwatch stopwatch = new Stopwatch();
        action.run();
        return stopwatch.elapsed();
    }

    private static void runCells(Repl repl) {
        for (int cell = 0; cell < CELLS; cell++) {
            run(
                    repl,
                    "def function_%d(text):\n    return text.upper()\nvalue_%d = function_%d(ask('%d'))\nprint(value_%d)"
                            .replace("%d", Integer.toString(cell)));
        }
    }

    private static void run(Repl repl, String code) {
        Execution execution = repl.execute(code);
        if (!(execution instanceof Execution.Printed)) {
            throw new IllegalStateException("The cell ended as " + execution);
        }
    }

    private static void lose(Repl repl, ExecutorService threads, CountDownLatch asked)
            throws InterruptedException, ExecutionException {
        Future<Execution> stopped = threads.submit(() -> repl.execute("ask(None)\nwhile True: pass"));
        asked.await();
        repl.cancel();
        if (!(stopped.get() instanceof Execution.Stopped)) {
            throw new IllegalStateException("The cell was not stopped");
        }
    }

    private record Ask(CountDownLatch asked) implements ReplFunction {

        @Override
        public String signature() {
            return "ask(text)";
        }

        @Override
        public String description() {
            return "Answers at once.";
        }

        @Override
        public Object call(Arguments arguments) {
            Object text = arguments.value("text");
            if (text == null) {
                asked.countDown();
            }
            return Objects.requireNonNullElse(text, "");
        }
    }
}
