package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplSetup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One scripted REPL; its cells can call the session's functions as Python would. */
final class ScriptedRepl implements Repl {

    final ReplSetup setup;
    final List<String> executed = new ArrayList<>();
    final CountDownLatch cancelled = new CountDownLatch(1);
    boolean closed;
    boolean broken;
    String variables = "x: int = 1";

    private final ScriptedRepls script;
    private final ReplJournal journal;
    private final AtomicLong calls = new AtomicLong();
    private int cells;

    ScriptedRepl(ScriptedRepls script, ReplSetup setup, ReplJournal journal) {
        this.script = script;
        this.setup = setup;
        this.journal = journal;
    }

    /** Calls a function by keyword, as {@code call("llm_query", "prompt", "…")}. */
    @Nullable
    Object call(String name, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return function(name).call(new Arguments(values, calls.incrementAndGet()));
    }

    /** {@return calls of a function with one argument each, numbered now, to be made by threads} */
    List<Callable<String>> starts(String name, List<String> values, String parameter) {
        return values.stream()
                .<Callable<String>>map(value -> {
                    long number = calls.incrementAndGet();
                    return () -> String.valueOf(function(name).call(new Arguments(Map.of(parameter, value), number)));
                })
                .toList();
    }

    ReplFunction function(String name) {
        return setup.functions().stream()
                .filter(function -> function.signature().startsWith(name + "("))
                .findFirst()
                .orElseThrow();
    }

    /** Ends the cell as the sandbox does when it is cancelled or the thread is interrupted. */
    Execution untilStopped() {
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broken = true;
        return new Execution.Stopped(ScriptedRepls.output("so far\n"), "cancelled", false);
    }

    @Override
    public Execution execute(String code, Instant started) {
        checkAlive();
        if (journal.end(++cells) instanceof Execution.Stopped stopped) {
            return stopped;
        }
        executed.add(code);
        calls.set(0);
        try {
            return script.cell(code).run(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Execution.Stopped(CellOutput.NONE, "interrupted", false);
        }
    }

    @Override
    public boolean parses(String code) {
        return !code.contains("not python") && !code.contains("```");
    }

    @Override
    public String variables() {
        checkAlive();
        return variables;
    }

    private void checkAlive() {
        if (broken) {
            throw new FailureException(new Failure.SessionFailed("The sandbox is gone."));
        }
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    @Override
    public void halt() {
        cancelled.countDown();
    }

    @Override
    public void close() {
        closed = true;
    }
}
