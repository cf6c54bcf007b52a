package io.rlmgateway.repl.replay;

import static io.rlmgateway.repl.replay.ScriptedInterpreters.failed;
import static io.rlmgateway.repl.replay.ScriptedInterpreters.printed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.InterpreterLostException.Cause;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.TestFunction;
import io.rlmgateway.repl.replay.ScriptedInterpreters.Script;
import io.rlmgateway.repl.replay.ScriptedInterpreters.Scripted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayingReplTest {

    private final Map<String, Script> scripts = new HashMap<>();
    private final ScriptedInterpreters interpreters = new ScriptedInterpreters(scripts);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch hanging = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Repl open() {
        return open(TestFunction.of("ask(prompt)", arguments -> {
            asked.add(arguments.text("prompt"));
            return asked.size() + arguments.text("prompt");
        }));
    }

    private Repl open(ReplFunction function) {
        script("ask", python -> {
            python.state.add(Objects.requireNonNull(python.call("a")));
            return printed("asked");
        });
        script("hang", python -> {
            hanging.countDown();
            return python.hang();
        });
        return new ReplayingRepls(interpreters)
                .open(new ReplSetup(
                        "tenant",
                        List.of(),
                        Map.of(),
                        List.of(function),
                        new ReplLimits(Duration.ofSeconds(60), 1_000, 3)));
    }

    private void script(String name, Script script) {
        scripts.put(name, script);
    }

    /** A script that loses its first interpreters. */
    private void losing(String name, int losses, Cause cause) {
        script(name, python -> {
            if (python.number < losses) {
                throw python.lost(cause);
            }
            python.state.add(name);
            return printed(name);
        });
    }

    private static Execution.Stopped stopped(Execution execution) {
        assertThat(execution).isInstanceOf(Execution.Stopped.class);
        return (Execution.Stopped) execution;
    }

    private static void assertFails(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOfSatisfying(
                                        Failure.SessionFailed.class,
                                        failure -> assertThat(failure.message()).contains(message)));
    }

    @Test
    void lostInterpreterIsReplacedAndNothingIsAskedAgain() {
        Repl repl = open();
        repl.execute("ask");
        losing("lose", 1, Cause.ANOTHER);

        assertThat(repl.execute("lose")).isInstanceOf(Execution.Printed.class);

        assertThat(repl.variables())
                .isEqualTo("[%s, lose]"
                        .formatted(interpreters.started.getFirst().state.getFirst()));
        assertThat(asked).containsExactly("a");
        assertThat(interpreters.started.getFirst().gone()).isDone();
    }

    @Test
    void cellThatMayHaveBroughtItsProcessDownRunsAloneOnceMoreAndThenEnds() {
        Repl repl = open();
        losing("crash", 100, Cause.UNKNOWN);

        Execution.Stopped stopped = stopped(repl.execute("crash"));

        assertThat(stopped.reason()).isEqualTo("the sandbox's process ended");
        assertThat(stopped.resumable()).isTrue();
        assertThat(interpreters.started)
                .extracting(python -> python.setup.alone())
                .containsExactly(false, true);
        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
    }

    @Test
    void cellThatBroughtItsProcessDownEnds() {
        Repl repl = open();
        losing("crash", 100, Cause.THIS_CELL);

        stopped(repl.execute("crash"));

        assertThat(interpreters.started).hasSize(1);
    }

    @Test
    void cellWhoseNeighboursGoOnCrashingEnds() {
        Repl repl = open();
        losing("unlucky", 100, Cause.ANOTHER);

        stopped(repl.execute("unlucky"));

        assertThat(interpreters.started).hasSize(6);
    }

    @Test
    void sessionThatCannotBeRebuiltFails() {
        Repl repl = open();
        script("fragile", python -> {
            if (python.number > 0) {
                throw python.lost(Cause.ANOTHER);
            }
            return printed("");
        });
        repl.execute("fragile");
        losing("lose", 1, Cause.ANOTHER);

        assertFails(() -> repl.execute("lose"), "was lost 3 times while it was rebuilt");
    }

    @Test
    void sessionWhoseCellAsksSomethingElseWhenItRunsAgainFails() {
        Repl repl = open();
        script("changing", python -> {
            python.call("number " + python.number);
            return printed("");
        });
        repl.execute("changing");
        losing("lose", 1, Cause.ANOTHER);

        assertFails(() -> repl.execute("lose"), "it made another call to the host than before");
        assertThat(interpreters.started.get(1).gone()).isDone();
        assertThat(asked).containsExactly("number 0");
    }

    @Test
    void sessionWhoseCellAsksMoreOrLessWhenItRunsAgainFails() {
        for (boolean more : new boolean[] {true, false}) {
            Repl repl = open();
            int first = interpreters.started.size() - 1;
            script("changing", python -> {
                if (python.number > first == more) {
                    python.call("x");
                }
                return printed("");
            });
            repl.execute("changing");
            losing("lose", first + 1, Cause.ANOTHER);

            assertFails(() -> repl.execute("lose"), more ? "had not made before" : "1 calls to the host less");
        }
    }

    @Test
    void sessionWhoseCellEndsOtherwiseWhenItRunsAgainFails() {
        Repl repl = open();
        script("changing", python -> python.number > 0 ? failed("KeyError: 1") : printed(""));
        repl.execute("changing");
        losing("lose", 1, Cause.ANOTHER);

        assertFails(() -> repl.execute("lose"), "it ended with KeyError instead of no error");
    }

    @Test
    void cellThatRanOtherwiseOnceIsRunAgain() {
        Repl repl = open();
        script("changing", python -> printed(python.number == 1 ? "odd" : "usual"));
        repl.execute("changing");
        losing("lose", 1, Cause.ANOTHER);

        assertThat(repl.execute("lose")).isInstanceOf(Execution.Printed.class);
        assertThat(interpreters.started).hasSize(3);
    }

    @Test
    void resultsHaveTheirPlacesAgainAndThoseOfAStoppedCellHaveNone() {
        Repl repl = open();
        script("two", python -> {
            var first = python.start("first");
            python.call("second");
            python.sleep();
            return printed(placed(first) + " " + placed(python.start("third")));
        });
        losing("lose", 1, Cause.ANOTHER);
        Execution before = repl.execute("two");
        script("stopped", python -> {
            python.call("b");
            python.cancel("time limit of 1 s reached");
            return python.hang();
        });

        stopped(repl.execute("stopped"));
        repl.execute("ask");

        assertThat(before).isInstanceOf(Execution.Printed.class);
        assertThat(asked).containsExactlyInAnyOrder("first", "second", "third", "b", "a");
    }

    private static Object placed(Callable<@Nullable Object> call) {
        try {
            return Objects.requireNonNull(call.call());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sessionWhoseCellHasToBeStoppedWhenItRunsAgainFails() {
        Repl repl = open();
        script("changing", python -> {
            if (python.number > 0) {
                python.cancel("time limit of 1 s reached");
                return python.hang();
            }
            return printed("");
        });
        repl.execute("changing");
        losing("lose", 1, Cause.ANOTHER);

        assertFails(() -> repl.execute("lose"), "it had to be stopped");
    }

    @Test
    void runningCellThatAsksSomethingElseWhenItRunsAgainFails() {
        Repl repl = open();
        script("changing", python -> {
            python.call("number " + python.number);
            if (python.number == 0) {
                throw python.lost(Cause.ANOTHER);
            }
            return printed("");
        });

        assertFails(() -> repl.execute("changing"), "it made another call to the host than before");
    }

    @Test
    void callOfALostInterpreterGoesOnAndIsNotMadeAgain() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<Future<?>> lostCalls = new CopyOnWriteArrayList<>();
        Repl repl = open(TestFunction.of("ask(prompt)", arguments -> {
            asked.add(arguments.text("prompt"));
            called.countDown();
            await(answer);
            return "answered";
        }));
        script("lose while asking", python -> {
            if (python.number == 0) {
                lostCalls.add(threads.submit(() -> python.call("slow")));
                called.await();
                throw python.lost(Cause.ANOTHER);
            }
            answer.countDown();
            python.state.add(Objects.requireNonNull(python.call("slow")));
            return printed("");
        });

        repl.execute("lose while asking");

        assertThat(repl.variables()).contains("answered");
        assertThat(asked).containsExactly("slow");
        assertThat(lostCalls.getFirst())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withMessageContaining("stopped");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void callsOfAnInterpreterThatIsGoneDoNotCount() {
        Repl repl = open();
        repl.execute("ask");
        Scripted gone = interpreters.started.getFirst();
        losing("lose", 1, Cause.ANOTHER);
        repl.execute("lose");

        assertThatThrownBy(() -> gone.call("late")).hasMessage("stopped");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void callBetweenTwoCellsIsRefused() {
        Repl repl = open();
        repl.execute("ask");

        assertThatThrownBy(() -> interpreters.started.getFirst().call("late")).hasMessage("stopped");
        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
    }

    @Test
    void tooManyCallsEndTheCellWhichIsAsIfItHadNeverRun() {
        Repl repl = open();
        script("many", python -> {
            for (int i = 0; i < 3; i++) {
                python.call("a");
            }
            assertThatThrownBy(() -> python.call("a")).hasMessage("stopped");
            return python.hang();
        });

        Execution.Stopped stopped = stopped(repl.execute("many"));

        assertThat(stopped.reason()).isEqualTo("limit of 3 calls to the service in a cell reached");
        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
        assertThat(repl.variables()).isEqualTo("[4a]");
    }

    @Test
    void cancelStopsTheRunningCell() throws Exception {
        Repl repl = open();
        Future<Execution> cell = threads.submit(() -> repl.execute("hang"));
        hanging.await();

        repl.cancel();

        assertThat(stopped(cell.get()).reason()).isEqualTo("cancelled");
        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
    }

    @Test
    void cancelBetweenCellsStopsNothing() {
        Repl repl = open();
        repl.execute("ask");

        repl.cancel();

        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
        assertThat(interpreters.started).hasSize(1);
    }

    /** What a rebuild may be doing. */
    enum Rebuilding {
        WAITS_FOR_AN_INTERPRETER,
        RUNS_A_CELL_AGAIN
    }

    private Future<Execution> rebuilding(Repl repl, Rebuilding what) throws InterruptedException {
        script("slow again", python -> {
            if (python.number == 0) {
                python.call("x");
                return printed("");
            }
            hanging.countDown();
            return python.hang();
        });
        repl.execute("slow again");
        losing("lose", 1, Cause.ANOTHER);
        interpreters.starts.drainPermits();
        if (what == Rebuilding.WAITS_FOR_AN_INTERPRETER) {
            interpreters.places.drainPermits();
        }
        Future<Execution> cell = threads.submit(() -> repl.execute("lose"));
        interpreters.starts.acquire();
        if (what == Rebuilding.RUNS_A_CELL_AGAIN) {
            hanging.await();
        }
        return cell;
    }

    @ParameterizedTest
    @EnumSource(Rebuilding.class)
    void cancelEndsARebuild(Rebuilding what) throws Exception {
        Repl repl = open(TestFunction.of("ask(prompt)", arguments -> "a"));
        Future<Execution> cell = rebuilding(repl, what);

        repl.cancel();

        assertThat(stopped(cell.get()).reason()).isEqualTo("cancelled");
        interpreters.places.release(100);
        script("slow again", python -> {
            python.call("x");
            return printed("");
        });
        assertThat(repl.execute("ask")).isInstanceOf(Execution.Printed.class);
        assertThat(repl.variables()).isEqualTo("[a]");
    }

    @ParameterizedTest
    @EnumSource(Rebuilding.class)
    void closeEndsARebuildAndLeavesNoInterpreter(Rebuilding what) throws Exception {
        Repl repl = open(TestFunction.of("ask(prompt)", arguments -> "a"));
        Future<Execution> cell = rebuilding(repl, what);

        repl.close();

        assertThat(stopped(cell.get()).reason()).isEqualTo("the session was closed");
        assertFails(() -> repl.execute("ask"), "The session is closed.");
        assertThat(interpreters.started)
                .allSatisfy(python -> assertThat(python.gone()).isDone());
    }

    @Test
    void interruptOfTheCallerEndsARebuild() throws Exception {
        Repl repl = open();
        losing("lose", 1, Cause.ANOTHER);
        interpreters.starts.drainPermits();
        interpreters.places.drainPermits();
        Execution[] execution = new Execution[1];
        Thread caller = Thread.ofVirtual().start(() -> execution[0] = repl.execute("lose"));
        interpreters.starts.acquire();

        caller.interrupt();
        caller.join();

        assertThat(stopped(execution[0]).reason()).isEqualTo("cancelled");
    }

    @Test
    void lossBesideACellIsNotTheSessions() {
        Repl repl = open();
        repl.execute("ask");
        interpreters.started.getFirst().close();

        assertThat(repl.variables()).isEmpty();
        assertThat(repl.parses("ask")).isTrue();
        assertThat(repl.variables()).isEqualTo("[1a]");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void defectOfAnInterpreterIsNotHidden() {
        Repl repl = open();
        script("broken", python -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> repl.execute("broken")).hasMessage("broken");
        assertThat(interpreters.started.getFirst().gone()).isDone();
        assertThat(new ReplayingRepls(interpreters).ready()).isTrue();
    }
}
