package io.rlmgateway.repl;

import java.time.Duration;

/**
 * What a cell may use.
 *
 * @param cellTime wall time of a cell, without the time it waits for host calls
 * @param outputCharacters characters of output that are kept of a cell; more ends the cell
 * @param hostCalls calls to the host that a cell may make; more ends the cell
 */
public record ReplLimits(Duration cellTime, int outputCharacters, int hostCalls) {}
