package io.rlmgateway.bench;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import java.time.Duration;
import java.time.Instant;

/** The start of a worker process until a session in it has ended its first cell, beside a JVM that prints a line. */
final class WorkerStart implements Measurement {

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        Samples workers = Samples.seconds();
        Samples bare = Samples.seconds();
        for (int i = 0; i < bench.fewRounds(); i++) {
            workers.addSeconds(firstCell());
            Stopwatch stopwatch = new Stopwatch();
            try (JavaProcess jvm = JavaProcess.ofClass(BareJvm.class)) {
                jvm.firstLine();
                bare.addSeconds(stopwatch.elapsed());
            }
        }
        report.add("start of a worker to the end of its first cell", workers, "bare JVM to its first line", bare);
    }

    /** From when the operating system says that the process began, to a hundredth of a second. */
    private static Duration firstCell() {
        try (Sandbox sandbox = new Sandbox("process", "--rlm.sandbox.workers=1");
                Repl repl = sandbox.open()) {
            if (!(repl.execute("value = 1") instanceof Execution.Printed)) {
                throw new IllegalStateException("The cell failed");
            }
            Instant end = Instant.now();
            Instant begin = ProcessHandle.current()
                    .children()
                    .flatMap(child -> child.info().startInstant().stream())
                    .min(Instant::compareTo)
                    .orElseThrow();
            return Duration.between(begin, end);
        }
    }
}
