package io.rlmgateway.repl.worker;

/**
 * What a session needs of a worker.
 *
 * @param tenant whose sessions may be in it
 * @param alone whether no other session may be in it
 * @param heap bytes for objects
 */
record WorkerNeed(String tenant, boolean alone, long heap) {}
