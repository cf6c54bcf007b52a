package io.rlmgateway.repl.graalpy;

import org.jspecify.annotations.Nullable;

/**
 * The engine that new contexts share. An engine keeps the code of the library's modules that its closed contexts
 * imported, up to some megabytes each, so after a number of contexts a new one takes its place; the old one is closed
 * with its last context.
 */
final class PythonEngines implements AutoCloseable {

    private static final int CONTEXTS_PER_ENGINE = 50;

    private final GraalPySettings settings;
    private @Nullable PythonEngine engine;
    private int contexts;

    PythonEngines(GraalPySettings settings) {
        this.settings = settings;
    }

    /** {@return the engine for one more context; the first is made here and not at start-up, which need not wait for it} */
    synchronized PythonEngine next() {
        PythonEngine current = engine;
        if (current == null || contexts == CONTEXTS_PER_ENGINE) {
            retire(current);
            current = new PythonEngine(settings);
            engine = current;
            contexts = 0;
        }
        contexts++;
        return current;
    }

    private static void retire(@Nullable PythonEngine old) {
        if (old != null) {
            old.retire();
        }
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
