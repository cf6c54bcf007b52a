package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells may use, and what stops them. */
public abstract class LimitContract extends ReplKit {

    private static final ReplLimits SHORT = new ReplLimits(Duration.ofSeconds(2), 10_000, 10_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
                "import time\ntime.sleep(1e6)",
                "import threading\nthreading.Event().wait()",
                "sum(range(2 * 10 ** 8))"
            })
    void cellThatNeverEndsIsStopped(String code) {
        Repl repl = open(SHORT);

        Execution.Stopped stopped = stopped(repl, "print('before')\n" + code);

        assertThat(stopped.reason()).startsWith("time limit of 2 s reached");
        assertThat(stopped.output().text()).isEqualTo("before\n");
    }

    @Test
    void sleepingEventLoopIsStopped() {
        assertThat(stopped(open(SHORT), "await asyncio.sleep(1e6)").reason()).startsWith("time limit");
    }

    @Test
    void stoppedCellIsAsIfItHadNeverRun() {
        Repl repl = open(SHORT);
        printed(repl, "x = [1]\ndef double(n): return 2 * n");

        assertThat(stopped(repl, "x.append(2)\ny = 3\nwhile True: pass").resumable())
                .isTrue();

        assertThat(printed(repl, "print(x, double(4), 'y' in globals())")).isEqualTo("[1] 8 False\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: print('x' * 100)",
                "print('x' * 1_000_000)",
                "import os\nwhile True: os.write(1, b'x' * 100)",
                "import sys\nwhile True: sys.stderr.write('x')"
            })
    void outputFloodEndsTheCell(String code) {
        Execution.Stopped stopped = stopped(open(new ReplLimits(Duration.ofSeconds(60), 10_000, 10_000)), code);

        assertThat(stopped.reason()).isEqualTo("output limit of 10000 characters reached");
        assertThat(stopped.output().text()).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(): f()\nf()",
                "def f():\n    try: f()\n    finally: f()\nf()",
                "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().y"
            })
    void endlessRecursionHarmsNobodyElse(String code) {
        Execution execution = open().execute(code);

        assertThat(execution).isInstanceOfAny(Execution.Stopped.class, Execution.Failed.class);
        assertThat(printed(open(), "print(1)")).isEqualTo("1\n");
    }

    @Test
    void previewOfWhatIsNestedAndHugeIsShort() {
        Execution execution = open(SHORT).execute("a = ['x']\nfor _ in range(60): a = [a, a]");

        assertThat(execution.output().variables())
                .filteredOn(variable -> variable.name().equals("a"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.preview())
                        .isEqualTo("[[[[…], […]], [[…], […]]], [[[…], […]], [[…], […]]]]"));
    }

    @Test
    void threadThatFloodsTwoStreamsAfterItsCellIsKeptWithinTheLimit() {
        Repl repl = open(new ReplLimits(Duration.ofSeconds(60), 1_000, 10_000));
        repl.execute("""
                import sys, threading
                def flood():
                    while True:
                        sys.stdout.write('a')
                        sys.stderr.write('b')
                threading.Thread(target=flood, daemon=True).start()
                """);

        assertThat(repl.execute("import time\ntime.sleep(0.2)").output().text()).hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void threadsAreLimited() {
        assertThat(failed(open(), """
                                import threading
                                done = threading.Event()
                                for i in range(3000):
                                    threading.Thread(target=done.wait, daemon=True).start()
                                """).error()).startsWith("RuntimeError: can't start new thread");
    }

    @Test
    void timeOfHostCallsIsNotTheCells() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Repl repl = open(new ReplLimits(Duration.ofSeconds(5), 1_000, 10_000), TestFunction.of("pause()", arguments -> {
            called.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new PythonException(PythonException.Type.LLM_ERROR, "interrupted");
            }
            return "waited";
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Execution> cell = threads.submit(() -> repl.execute("print(pause())"));
            called.await();
            assertThat(printed(open(), "x = 0\nfor i in range(1000): x += i\nprint(x)"))
                    .isEqualTo("499500\n");
            goOn.countDown();

            assertThat(cell.get().output().text()).isEqualTo("waited\n");
        }
    }

    @Test
    void interruptOfTheCallerStopsTheCell() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Repl repl = open(TestFunction.of("tell()", arguments -> {
            started.countDown();
            return null;
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch ended = new CountDownLatch(1);
            Execution[] executions = new Execution[1];
            Future<?> cell = threads.submit(() -> {
                executions[0] = repl.execute("tell()\nwhile True: pass");
                ended.countDown();
            });
            started.await();
            cell.cancel(true);
            ended.await();

            assertThat(executions[0]).isInstanceOf(Execution.Stopped.class);
        }
    }

    @Test
    void contextThatIsTooLargeIsRefused() {
        ReplDocument large = document("large", "x".repeat(65 << 20));
        ReplSetup setup = new ReplSetup("tenant", List.of(large), Map.of(), List.of(), LIMITS);

        assertThatThrownBy(() -> repls().open(setup))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOfSatisfying(Failure.InvalidRequest.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(Failure.Reason.CONTEXT_TOO_LARGE);
                            assertThat(refused.message()).contains("67108864");
                        }));
    }
}
