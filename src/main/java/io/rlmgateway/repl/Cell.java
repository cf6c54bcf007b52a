package io.rlmgateway.repl;

import java.time.Duration;
import java.time.Instant;

/**
 * Code to be run.
 *
 * @param number place among the session's cells, from 1, which tracebacks name
 * @param code Python source
 * @param started what Python's clock says when the cell starts
 * @param time wall time the cell may take, without the time it waits for host calls
 */
public record Cell(int number, String code, Instant started, Duration time) {}
