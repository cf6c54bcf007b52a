package io.rlmgateway.repl.graalpy;

import com.oracle.truffle.api.strings.TruffleString;
import io.rlmgateway.repl.Cell;
import io.rlmgateway.repl.CellClock;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplSetup;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Python interpreter with the driver loaded, and the thread on which it runs. It serves one session. */
final class PythonContext {

    private static final Logger log = LoggerFactory.getLogger(PythonContext.class);

    /** The name of the thread on which cells run. */
    static final String THREAD = "python";

    /** Enough for {@link CallDepth#MOST} calls: a stack that overflows can break every context of this JVM. */
    private static final long STACK_BYTES = 64L << 20;

    private static final long CLOSE_SECONDS = 2;

    private final CapturedOutput output = new CapturedOutput();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name(THREAD).daemon().stackSize(STACK_BYTES).factory());
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final PythonEngine engine;
    private final Context context;
    private final Value driver;
    private final ToPython toPython;
    private @Nullable HostCalls hostCalls;

    private PythonContext(PythonEngine engine, int maxThreads, List<UsualFunctions.Form> functions)
            throws InterruptedException, ExecutionException {
        this.engine = engine;
        context = engine.newContext(output.bytes(Stream.OUT), output.bytes(Stream.ERR));
        try {
            driver = on(() -> PythonDriver.load(context));
            toPython = on(() -> new ToPython(driver));
            on(() -> {
                call("redirect_output", entry(text -> print(Stream.OUT, text)), entry(text -> print(Stream.ERR, text)));
                call("limit_threads", maxThreads);
                call("limit_recursion", entry(this::limitCalls));
                functions.forEach(this::learn);
                return call("run_first_cell");
            });
        } catch (InterruptedException | ExecutionException e) {
            close(() -> {});
            throw e;
        }
    }

    /**
     * Starts an interpreter, which takes seconds for the first of a JVM and about a tenth of a second for further ones.
     *
     * @param functions those that its session will probably have
     * @throws IllegalStateException when Python does not start; the message says why
     */
    static PythonContext start(PythonEngine engine, GraalPySettings settings, UsualFunctions functions) {
        try {
            return new PythonContext(engine, settings.maxThreads(), functions.forms());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Python does not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Python does not start: interrupted", e);
        }
    }

    private <T> T on(Callable<T> action) throws InterruptedException, ExecutionException {
        return thread.submit(action).get();
    }

    private HostEntry entry(HostEntry.Action action) {
        return new HostEntry(action, toPython);
    }

    private boolean print(Stream stream, Value... text) {
        output.write(stream, text[0].asString());
        return true;
    }

    private boolean limitCalls(Value... calls) {
        engine.callDepth().set(calls[0].asInt());
        return true;
    }

    private Value call(String function, Object... arguments) {
        return driver.getHashValue(function).execute(arguments);
    }

    /**
     * Prepares the session's names.
     *
     * @param texts where the documents' texts come from
     */
    void prepare(InterpreterSetup start, DocumentTexts texts) throws InterruptedException, ExecutionException {
        ReplSetup setup = start.session();
        HostCalls calls = new HostCalls(start, toPython);
        hostCalls = calls;
        on(() -> {
            call(
                    "bind_host",
                    entry(calls::start),
                    entry(calls::take),
                    entry(calls::only),
                    entry(calls::next),
                    entry(calls::timer));
            int index = 0;
            for (ReplFunction function : setup.functions()) {
                define(index++, function);
            }
            Object[] documents = setup.documents().stream()
                    .map(document -> document(document, texts.text(document.text())))
                    .toArray();
            call("seed_chance", start.seed());
            return call("prepare", call("make_list", documents), toPython.value(setup.variables()));
        });
    }

    /** {@return nanoseconds since 1970} */
    static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    private void learn(UsualFunctions.Form function) {
        call("learn_function", function.index(), function.signature(), function.description(), function.awaitable());
    }

    private void define(int index, ReplFunction function) {
        call(
                "define_function",
                index,
                function.signature(),
                function.description(),
                toPython.value(function.aliases()),
                function.awaitable(),
                function.restored());
    }

    private Value document(ReplDocument document, TruffleString text) {
        return call("make_list", document.id(), document.name(), document.mediaType(), text);
    }

    /** {@return what is printed} */
    CapturedOutput output() {
        return output;
    }

    /** Starts a cell. What comes of it is completed on Python's thread. */
    CompletableFuture<CellReport> run(Cell cell, CellClock clock, int maxCharacters) {
        return start(
                clock,
                () -> CellReport.of(
                        call("run_cell", cell.number(), WellFormed.text(cell.code()), nanos(cell.started())),
                        maxCharacters));
    }

    /** Starts to describe the variables. */
    CompletableFuture<String> describeVariables(CellClock clock) {
        return start(clock, () -> WellFormed.text(call("describe_variables").asString()));
    }

    /** Starts to find out whether cells can still be run. */
    CompletableFuture<Boolean> isSound(CellClock clock) {
        return start(clock, () -> call("is_sound").asBoolean());
    }

    /** Starts to parse a cell. */
    CompletableFuture<Boolean> parses(String code, CellClock clock) {
        return start(clock, () -> call("parses", WellFormed.text(code)).asBoolean());
    }

    private <T> CompletableFuture<T> start(CellClock clock, Callable<T> action) {
        if (hostCalls != null) {
            hostCalls.begin(clock);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * Ends the interpreter, whatever it does.
     *
     * @param whenGone run when its thread has ended, which some native loops of Python put off for ever
     */
    void close(Runnable whenGone) {
        if (hostCalls != null) {
            hostCalls.close();
        }
        Thread.ofPlatform().name("python-close").daemon().start(() -> {
            closeAndWait();
            engine.contextClosed();
            whenGone.run();
            closed.complete(null);
        });
    }

    private void closeAndWait() {
        // GraalPy waits some 20 ms for each thread that Python ran on, also for one that only waits for work
        thread.shutdown();
        try {
            context.close(true);
        } catch (RuntimeException e) {
            log.debug("A Python context did not close cleanly", e);
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A cell cannot be stopped from inside this JVM; its place is lost until it ends");
                thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return a future of its end} */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Waits for the end of a closed interpreter, but not for long. */
    void awaitClosed() throws InterruptedException {
        try {
            closed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("A closed Python context is still busy", e);
        }
    }
}
