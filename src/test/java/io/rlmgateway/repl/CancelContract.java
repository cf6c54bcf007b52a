package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cancel ends: Python, whatever it does, and the calls to the host that are under way. */
public abstract class CancelContract extends ReplKit {

    private static final String IMPORTS = "import time, threading, asyncio, re, concurrent.futures\n";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch told = new CountDownLatch(1);
    private final Semaphore hanging = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);
    private final TestFunction tell = TestFunction.of("tell()", arguments -> {
        told.countDown();
        return null;
    });
    private final TestFunction hang = TestFunction.of("hang(number=0)", arguments -> {
        hanging.release();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.release();
        }
        return null;
    });

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Each tells when it has got somewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tell()\nwhile True: pass",
                "tell()\nwhile True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
                "try:\n    tell()\n    while True: pass\nfinally:\n    while True: pass",
                "tell()\nwhile True: re.match(r'(a*)*\\1b', 'a' * 20)",
                "tell()\ntime.sleep(1e6)",
                "tell()\nthreading.Event().wait()",
                "tell()\nawait asyncio.sleep(1e6)",
                """
                def spin():
                    tell()
                    while True: pass
                spinning = [threading.Thread(target=spin) for _ in range(3)]
                for each in spinning: each.start()
                for each in spinning: each.join()
                """,
                """
                def wait(_):
                    tell()
                    while True: time.sleep(0.01)
                with concurrent.futures.ThreadPoolExecutor(3) as pool: list(pool.map(wait, range(3)))
                """,
                "tell()\nwhile True: print(end='')",
            })
    void whateverPythonDoesIsEnded(String code) throws Exception {
        assertEnded(code);
    }

    /** Has a cell cancelled that tells that it has got somewhere, and sees that the session goes on. */
    protected final void assertEnded(String code) throws Exception {
        Repl repl = open(tell);
        printed(repl, IMPORTS + "x = [1]");
        Future<Execution> cell = threads.submit(() -> repl.execute("print('before')\nx.append(2)\n" + code));
        told.await();

        repl.cancel();

        assertStopped(cell.get());
        assertThat(printed(repl, "print(x)")).isEqualTo("[1]\n");
    }

    private static void assertStopped(Execution execution) {
        assertThat(execution).isInstanceOfSatisfying(Execution.Stopped.class, stopped -> {
            assertThat(stopped.reason()).isEqualTo("cancelled");
            assertThat(stopped.resumable()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang(); hang(); hang()",
                "with concurrent.futures.ThreadPoolExecutor(3) as pool: list(pool.map(hang, range(3)))",
                "await asyncio.gather(ahang(), ahang(), ahang())",
                "threading.Thread(target=hang).start()\nwhile hang() is None: pass"
            })
    void callsToTheHostThatAreUnderWayAreInterrupted(String code) throws Exception {
        Repl repl = open(hang);
        Future<Execution> cell = threads.submit(() -> repl.execute(IMPORTS + code));
        int calls = callsAtOnce(code);
        hanging.acquire(calls);

        repl.cancel();

        assertStopped(cell.get());
        interrupted.acquire(calls);
        assertThat(hanging.availablePermits()).isZero();
    }

    private static int callsAtOnce(String code) {
        if (code.startsWith("hang")) {
            return 1;
        }
        return code.startsWith("threading") ? 2 : 3;
    }

    /** So a session is cancelled that waits for its cell. */
    @Test
    void interruptOfTheCallerInterruptsItsCallsToTheHost() throws Exception {
        Repl repl = open(hang);
        Callable<Execution> run = () -> repl.execute("hang()");
        Future<Execution> cell = threads.submit(run);
        hanging.acquire();

        cell.cancel(true);

        interrupted.acquire();
        assertThat(printed(repl, "print('again')")).isEqualTo("again\n");
    }

    @Test
    void cancelOfAnIdleSessionHarmsNothing() {
        Repl repl = open();
        printed(repl, "x = 1");

        repl.cancel();

        assertThat(printed(repl, "print(x)")).isEqualTo("1\n");
    }
}
