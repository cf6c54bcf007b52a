package io.rlmgateway.repl.graalpy;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.io.IOAccess;

/** The one engine of this JVM, and the rules that each of its contexts has. */
final class PythonEngine implements AutoCloseable {

    private static final String LANGUAGE = "python";

    /** Threads of Python's own beside those that cells may start, and such that ended but are not gone yet. */
    private static final int OWN_THREADS = 16;

    private final Engine engine;
    private final StandardLibrary library;
    private final CallDepth.Limit callDepth;
    private final int maxThreads;
    private int contexts;
    private boolean retired;

    PythonEngine(GraalPySettings settings) {
        System.setProperty("org.graalvm.language.python.home", StandardLibrary.HOME);
        System.setProperty(
                "polyglot.engine.userResourceCache", settings.resources().toString());
        engine = Engine.newBuilder(LANGUAGE)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .in(InputStream.nullInputStream())
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .logHandler(OutputStream.nullOutputStream())
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        library = new StandardLibrary(
                Objects.requireNonNull(engine.getLanguages().get(LANGUAGE)).getVersion(), engine.getVersion());
        // looking for it is what makes it count
        callDepth = Objects.requireNonNull(engine.getInstruments().get(CallDepth.ID))
                .lookup(CallDepth.Limit.class);
        maxThreads = settings.maxThreads() + OWN_THREADS;
    }

    /** {@return what sets how deep calls may be nested, {@value CallDepth#USUAL} in a new context} */
    CallDepth.Limit callDepth() {
        return callDepth;
    }

    /**
     * A new context, in which nothing ran yet. {@link #contextClosed} must follow.
     *
     * @param output where Python's file descriptors 1 and 2 go
     */
    Context newContext(OutputStream output, OutputStream errors) {
        synchronized (this) {
            contexts++;
        }
        return Context.newBuilder(LANGUAGE)
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .in(InputStream.nullInputStream())
                .out(output)
                .err(errors)
                .allowHostAccess(HostAccess.newBuilder(HostAccess.CONSTRAINED).build())
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowIO(IOAccess.newBuilder().fileSystem(library).build())
                .allowCreateThread(true)
                .option("sandbox.MaxThreads", Integer.toString(maxThreads))
                .build();
    }

    /** Tells that a context is closed and its thread has ended. */
    synchronized void contextClosed() {
        contexts--;
        closeIfDone();
    }

    /** Tells that no further context will be asked for: the engine goes with its last one. */
    synchronized void retire() {
        retired = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (retired && contexts == 0) {
            close();
        }
    }

    @Override
    public void close() {
        engine.close(true);
    }
}
