package io.rlmgateway.repl.graalpy;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the interpreters of one JVM may use.
 *
 * @param sessions sessions at once
 * @param warm interpreters kept ready
 * @param waitTime how long a session waits for a free place, and for an interpreter to start
 * @param maxThreads threads that a session's Python may run at once
 * @param maxContext bytes of text that a session may hold, in UTF-8
 * @param resources a directory for files of the engine's own; may not exist
 */
public record GraalPySettings(
        int sessions, int warm, Duration waitTime, int maxThreads, long maxContext, Path resources) {}
