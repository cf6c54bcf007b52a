package io.rlmgateway.repl;

import java.util.ArrayList;
import java.util.List;

/**
 * What an interpreter is started with.
 *
 * @param session what the session's Python sees
 * @param timer what Python calls to be told when some time has passed; in a session whose results have places they do too
 * @param seed start of all random numbers, so that a session can be run again
 * @param alone whether no other session may share its process, because one of them brought a process down
 */
public record InterpreterSetup(ReplSetup session, ReplFunction timer, long seed, boolean alone) {

    /** {@return the functions that the interpreter may call: the session's, and the timer} */
    public List<ReplFunction> functions() {
        List<ReplFunction> functions = new ArrayList<>(session.functions());
        functions.add(timer);
        return functions;
    }
}
