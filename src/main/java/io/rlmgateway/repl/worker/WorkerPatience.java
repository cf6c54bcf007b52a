package io.rlmgateway.repl.worker;

import java.time.Duration;

/**
 * How long the gateway waits for a worker process.
 *
 * @param start from the start of the process until it can be used
 * @param open for a session to be opened, which may wait for an interpreter to start
 * @param pingEvery between two questions whether it is there
 * @param pong for the answer to one; a process that is stopped, or has no memory left to think, gives none
 * @param exit for the end of a process that is ending
 */
record WorkerPatience(Duration start, Duration open, Duration pingEvery, Duration pong, Duration exit) {

    /** What a machine under load needs. */
    static final WorkerPatience USUAL = new WorkerPatience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofSeconds(1),
            Duration.ofSeconds(8),
            Duration.ofSeconds(2));
}
