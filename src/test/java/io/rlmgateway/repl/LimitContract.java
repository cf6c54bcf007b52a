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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells may use, and what stops them. */
public abstract class LimitContract extends ReplKit {

    /** Cells whose recursion has no end. */
    public static final List<String> RECURSIONS = List.of(
            "def f(): f()\nf()",
            "f = lambda n: f(n + 1)\nf(0)",
            "def f(n):\n    yield n\n    yield from f(n + 1)\nlist(f(0))",
            "async def f(n): await f(n + 1)\nawait f(0)",
            "def f(n): return max([n], key=lambda x: f(x + 1))\nf(0)",
            "def f(n): return [f(x) for x in [n]]\nf(0)",
            "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().y",
            "class A:\n    def __eq__(self, other): return self == other\nA() == A()",
            "class A:\n    def __repr__(self): return f'{self}'\nrepr(A())",
            "import re\ndef f(m): return re.sub('a', f, 'a')\nf(None)",
            "import functools\ndef f(a, b): return functools.reduce(f, [a, b])\nf(1, 2)",
            "import copy\na = 1\nfor _ in range(5000): a = [a]\ncopy.deepcopy(a)",
            "exec(code := 'exec(code)')");

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

    static List<String> recursions() {
        return RECURSIONS;
    }

    @ParameterizedTest
    @MethodSource("recursions")
    void endlessRecursionIsAnExceptionAndHarmsNobody(String code) {
        Repl repl = open();
        Repl neighbour = open();
        printed(neighbour, "x = 1");

        assertThat(failed(repl, "y = 2\n" + code).error()).startsWith("RecursionError: ");

        assertThat(printed(repl, "print(y)")).isEqualTo("2\n");
        assertThat(printed(neighbour, "import decimal, csv, difflib\nprint(x)")).isEqualTo("1\n");
        assertThat(printed(open(), "print(1)")).isEqualTo("1\n");
    }

    @Test
    void recursionIsAsDeepAsOnCPythonAndItsEndCanBeCaught() {
        Repl repl = open();

        assertThat(printed(repl, """
                        import sys, threading
                        def depth(n):
                            try:
                                return depth(n + 1)
                            except RecursionError:
                                return n
                        print(980 < depth(1) <= 1000, sys.getrecursionlimit())
                        depths = []
                        thread = threading.Thread(target=lambda: depths.append(depth(1)))
                        thread.start()
                        thread.join()
                        print(980 < depths[0] <= 1000)
                        """)).isEqualTo("True 1000\nTrue\n");
        assertThat(printed(repl, """
                        sys.setrecursionlimit(3000)
                        print(2980 < depth(1) <= 3000)
                        sys.setrecursionlimit(10 ** 6)
                        print(3980 < depth(1) <= 4000, sys.getrecursionlimit())
                        """)).isEqualTo("True\nTrue 1000000\n");
        assertThat(failed(repl, "sys.setrecursionlimit(10)").error()).startsWith("RecursionError: cannot set");
        assertThat(failed(repl, "def f(): f()\nf()").traceback()).contains("[Previous line repeated 39");
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
