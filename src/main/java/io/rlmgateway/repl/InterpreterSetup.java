package io.rlmgateway.repl;

/**
 * What an interpreter is started with.
 *
 * @param session what the session's Python sees
 * @param seed start of all random numbers, so that a session can be run again
 * @param alone whether no other session may share its process, because one of them brought a process down
 */
public record InterpreterSetup(ReplSetup session, long seed, boolean alone) {}
