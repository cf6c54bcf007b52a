package io.rlmgateway.upstream;

import java.time.Duration;

/**
 * How long an attempt may be silent, and take.
 *
 * @param firstByte until anything of the reply comes
 * @param idle between two signs of life
 * @param total for the whole attempt
 */
record Timeouts(Duration firstByte, Duration idle, Duration total) {}
