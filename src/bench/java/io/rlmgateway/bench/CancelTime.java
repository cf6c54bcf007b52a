package io.rlmgateway.bench;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The cancel of a cell in a worker process: until it has ended for its session, until the calls to the host that it was in are
 * interrupted, and until nothing of it runs any more. Beside it the end of a killed process that only waits.
 */
final class CancelTime implements Measurement {

    private static final int CANCELS_A_ROUND = 3;

    /** Longer than a cell goes on that tells that it will not. */
    private static final Duration UNDER_WAY = Duration.ofMillis(100);

    private static final Map<String, String> KINDS = kinds();

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("a loop", "tell()\nwhile True: pass");
        kinds.put("a loop that catches everything", """
                tell()
                while True:
                    try:
                        while True: pass
                    except BaseException: pass
                    finally: x = 1
                """);
        kinds.put("a native loop", "tell()\nsum(range(10 ** 18))");
        kinds.put("regular expressions", "import re\ntell()\nwhile True: re.match(r'(a*)*\\1b', 'a' * 20)");
        kinds.put("a sleep", "import time\ntell()\ntime.sleep(1e6)");
        kinds.put("an event loop", "import asyncio\ntell()\nawait asyncio.sleep(1e6)");
        kinds.put("8 threads that wait", """
                import threading
                threads = [threading.Thread(target=threading.Event().wait) for _ in range(8)]
                for each in threads: each.start()
                tell()
                for each in threads: each.join()
                """);
        kinds.put("a call to the host", "tell()\nhang(0)");
        kinds.put("64 calls to the host", """
                import concurrent.futures
                tell()
                with concurrent.futures.ThreadPoolExecutor(16) as pool: list(pool.map(hang, range(64)))
                """);
        kinds.put("output", "tell()\nwhile True: print(end='x' * 10)\n");
        return kinds;
    }

    @Override
    public void measure(Bench bench, Report report) throws Exception {
        int count = bench.rounds() * CANCELS_A_ROUND;
        Samples killed = Samples.milliseconds();
        for (int i = 0; i < count; i++) {
            killed.addMilliseconds(endOfKilledProcess());
        }
        try (Sandbox sandbox = new Sandbox("process");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Cancels cancels = new Cancels(sandbox, threads);
            cancels.cancel(Objects.requireNonNull(KINDS.get("a loop")));
            for (Map.Entry<String, String> kind : KINDS.entrySet()) {
                Times times = new Times();
                for (int i = 0; i < count; i++) {
                    times.add(cancels.cancel(kind.getValue()));
                }
                times.report("in " + kind.getKey(), report, killed);
            }
            Times times = new Times();
            for (int i = 0; i < count; i++) {
                times.add(cancels.cancelOfARebuild());
            }
            times.report("in a rebuild", report, killed);
        }
    }

    private static Duration endOfKilledProcess() throws IOException, InterruptedException, ExecutionException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        Stopwatch stopwatch = new Stopwatch();
        process.destroyForcibly();
        process.onExit().get();
        return stopwatch.elapsed();
    }

    /** What a cancel took, each from its begin; no calls are no time. */
    private record Time(Duration returned, @Nullable Duration interrupted, Duration gone) {}

    private static final class Times {

        private final Samples returned = Samples.milliseconds();
        private final Samples interrupted = Samples.milliseconds();
        private final Samples gone = Samples.milliseconds();

        void add(Time time) {
            returned.addMilliseconds(time.returned());
            gone.addMilliseconds(time.gone());
            if (time.interrupted() != null) {
                interrupted.addMilliseconds(time.interrupted());
            }
        }

        void report(String where, Report report, Samples killed) {
            String beside = "end of a killed process that waits";
            report.add("cancel " + where + " until it has ended for its session", returned, beside, killed);
            if (interrupted.count() > 0) {
                report.add("cancel " + where + " until the calls are interrupted", interrupted, beside, killed);
            }
            report.add("cancel " + where + " until nothing of it runs", gone, beside, killed);
        }
    }

    /** Makes cancels, each in a session of its own, while nothing else goes on. */
    private record Cancels(Sandbox sandbox, ExecutorService threads) {

        Time cancel(String code) throws Exception {
            WatchedInterpreters watched = new WatchedInterpreters(sandbox.interpreters());
            Hang hang = new Hang();
            CountDownLatch told = new CountDownLatch(1);
            try (Repl repl = sandbox.open(watched, new Tell(told), hang)) {
                ProcessFacts.awaitQuiet(ProcessHandle.current());
                Future<Execution> cell = threads.submit(() -> repl.execute(code));
                told.await();
                TimeUnit.NANOSECONDS.sleep(UNDER_WAY.toNanos());
                return time(repl, cell, watched, hang);
            }
        }

        Time cancelOfARebuild() throws Exception {
            WatchedInterpreters watched = new WatchedInterpreters(sandbox.interpreters());
            Hang hang = new Hang();
            CountDownLatch told = new CountDownLatch(1);
            try (Repl repl = sandbox.open(watched, new Tell(told), hang)) {
                repl.execute("for i in range(4_000_000): pass");
                Future<Execution> lost = threads.submit(() -> repl.execute("tell()\nwhile True: pass"));
                told.await();
                repl.cancel();
                lost.get();
                ProcessFacts.awaitQuiet(ProcessHandle.current());
                CountDownLatch again = watched.nextCell();
                Future<Execution> cell = threads.submit(() -> repl.execute("x = 1"));
                again.await();
                TimeUnit.NANOSECONDS.sleep(UNDER_WAY.toNanos());
                return time(repl, cell, watched, hang);
            }
        }

        private Time time(Repl repl, Future<Execution> cell, WatchedInterpreters watched, Hang hang) throws Exception {
            Stopwatch stopwatch = new Stopwatch();
            Future<@Nullable Duration> interrupted = hang.interrupted(stopwatch, threads);
            Future<Duration> gone = watched.last().thenApply(over -> stopwatch.elapsed());
            repl.cancel();
            Execution execution = cell.get();
            Duration returned = stopwatch.elapsed();
            if (!(execution instanceof Execution.Stopped)) {
                throw new IllegalStateException("The cell ended as " + execution);
            }
            return new Time(returned, interrupted.get(), gone.get());
        }
    }

    private record Tell(CountDownLatch told) implements ReplFunction {

        @Override
        public String signature() {
            return "tell()";
        }

        @Override
        public String description() {
            return "Tells that the cell runs.";
        }

        @Override
        public @Nullable Object call(Arguments arguments) {
            told.countDown();
            return null;
        }
    }

    /** Calls that do not return until they are interrupted. */
    private static final class Hang implements ReplFunction {

        private final Phaser underWay = new Phaser(1);

        @Override
        public String signature() {
            return "hang(number)";
        }

        @Override
        public String description() {
            return "Never returns.";
        }

        @Override
        public @Nullable Object call(Arguments arguments) {
            underWay.register();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.arriveAndDeregister();
            }
            return null;
        }

        /** {@return when all calls were interrupted, or null when there was none} */
        Future<@Nullable Duration> interrupted(Stopwatch stopwatch, ExecutorService threads) {
            boolean calls = underWay.getRegisteredParties() > 1;
            return threads.submit(() -> {
                underWay.arriveAndAwaitAdvance();
                return calls ? stopwatch.elapsed() : null;
            });
        }
    }
}
