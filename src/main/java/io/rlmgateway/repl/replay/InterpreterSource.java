package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a session's interpreters come from, one after the other, all with the same setup and seed.
 *
 * @param interpreters where Python runs
 * @param setup what the session's Python sees
 * @param seed start of all random numbers
 * @param recording the session's calls to the host
 * @param stall how long a call that is to come again may be missing
 */
record InterpreterSource(Interpreters interpreters, ReplSetup setup, long seed, Recording recording, Duration stall) {

    /** Makes an interpreter's calls to the host. */
    @FunctionalInterface
    interface HostCaller {
        @Nullable
        Object call(Playback playback, ReplFunction function, RecordedCall.Key key, long number)
                throws InterruptedException;
    }

    /**
     * Starts an interpreter.
     *
     * @param alone whether no other session may share its process
     */
    LiveInterpreter start(boolean alone, HostCaller caller) {
        Playback playback = new Playback(recording, stall);
        List<ReplFunction> functions = new ArrayList<>();
        for (ReplFunction function : setup.functions()) {
            functions.add(new RecordedFunction(
                    function, functions.size(), (called, key, number) -> caller.call(playback, called, key, number)));
        }
        ReplSetup recorded =
                new ReplSetup(setup.tenant(), setup.documents(), setup.variables(), functions, setup.limits());
        return new LiveInterpreter(interpreters.start(new InterpreterSetup(recorded, seed, alone)), playback);
    }
}
