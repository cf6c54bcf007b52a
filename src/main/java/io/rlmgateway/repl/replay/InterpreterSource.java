package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplFunction.Placed;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a session's interpreters come from, one after the other, all with the same setup and seed.
 *
 * @param interpreters where Python runs
 * @param setup what the session's Python sees
 * @param seed start of all random numbers
 * @param recording the session's calls to the host
 */
record InterpreterSource(Interpreters interpreters, ReplSetup setup, long seed, Recording recording) {

    private static final ReplFunction TIMER = new Timer();

    /** Makes an interpreter's calls to the host. */
    @FunctionalInterface
    interface HostCaller {
        CompletableFuture<Placed> call(Playback playback, ReplFunction function, RecordedCall.Key key, long number);
    }

    /** {@return whether a call of this function is no more than a wait} */
    static boolean isTimer(ReplFunction function) {
        return function instanceof Timer;
    }

    /**
     * Starts an interpreter.
     *
     * @param alone whether no other session may share its process
     */
    LiveInterpreter start(boolean alone, HostCaller caller) {
        Playback playback = new Playback(recording);
        RecordedFunction.HostCaller calls = (called, key, number) -> caller.call(playback, called, key, number);
        List<ReplFunction> functions = new ArrayList<>();
        for (ReplFunction function : setup.functions()) {
            functions.add(new RecordedFunction(function, functions.size(), calls));
        }
        ReplFunction timer = new RecordedFunction(TIMER, functions.size(), calls);
        ReplSetup recorded =
                new ReplSetup(setup.tenant(), setup.documents(), setup.variables(), functions, setup.limits());
        return new LiveInterpreter(interpreters.start(new InterpreterSetup(recorded, timer, seed, alone)), playback);
    }
}
