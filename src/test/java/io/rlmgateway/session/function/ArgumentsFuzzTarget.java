package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.worker.HostCallBytes;
import io.rlmgateway.session.SessionFunction;
import tools.jackson.databind.json.JsonMapper;

/** All functions of a session with whatever arguments a worker sends: each returns, or raises an exception of Python. */
public final class ArgumentsFuzzTarget {

    private ArgumentsFuzzTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        HostCallBytes.read(bytes).ifPresent(ArgumentsFuzzTarget::callAll);
    }

    private static void callAll(Arguments arguments) {
        for (SessionFunction function : SessionFunctions.all()) {
            try {
                function.call(arguments, new RecordingScope());
            } catch (PythonException e) {
                e.type().pythonName();
            }
        }
        // as the journal has them
        JsonMapper.shared().writeValueAsString(arguments.values());
    }
}
