package io.rlmgateway.repl.graalpy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/** The Python code that runs cells inside a context, from the resource files beside this class. */
final class PythonDriver {

    private static final List<String> SOURCES = List.of(
                    "values", "clock", "output", "answer", "helpers", "functions", "event_loop", "cells", "setup", "lockdown")
            .stream()
            .map(PythonDriver::read)
            .toList();

    private PythonDriver() {}

    private static String read(String name) {
        try (InputStream file = PythonDriver.class.getResourceAsStream(name + ".py")) {
            if (file == null) {
                throw new IllegalStateException("no resource " + name + ".py");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
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
        Value namespace = context.eval("python", "{'__name__': 'rlm'}");
        Value execute = context.eval("python", "lambda code, names: exec(compile(code, '<rlm>', 'exec'), names)");
        for (String source : SOURCES) {
            execute.executeVoid(source, namespace);
        }
        namespace.getHashValue("lock_down").executeVoid();
        return namespace;
    }
}
