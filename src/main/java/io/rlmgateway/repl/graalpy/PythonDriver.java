package io.rlmgateway.repl.graalpy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * The Python code that runs cells inside a context, from the resource files beside this class. An engine keeps what it
 * made of a source as long as the source is there, so its further contexts neither parse nor compile these again.
 */
final class PythonDriver {

    private static final List<Source> SOURCES = Stream.of(
                    "values",
                    "loading",
                    "clock",
                    "turns",
                    "output",
                    "answer",
                    "helpers",
                    "functions",
                    "pieces",
                    "event_loop",
                    "awaiting",
                    "pure",
                    "ahead",
                    "cells",
                    "setup",
                    "lockdown")
            .map(PythonDriver::read)
            .toList();

    private PythonDriver() {}

    private static Source read(String name) {
        try (InputStream file = PythonDriver.class.getResourceAsStream(name + ".py")) {
            if (file == null) {
                throw new IllegalStateException("no resource " + name + ".py");
            }
            String code = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("python", code, "<rlm>").build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Loads the driver and closes what must not be seen.
     *
     * @return the driver's names, as a dict
     */
    static Value load(Context context) {
        SOURCES.forEach(context::eval);
        Value namespace = context.eval("python", "globals()");
        namespace.getHashValue("lock_down").executeVoid();
        return namespace;
    }
}
