package io.rlmgateway.repl.worker;

import java.time.Duration;
import java.time.Instant;

/** When the next worker may be started: at once, or later and later while they do not start or end unused. */
final class StartBackoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int DOUBLINGS = 6;

    private int failures;
    private Instant notBefore = Instant.MIN;

    /** A worker did not start, or ended before it was of use. */
    void failed(Instant now) {
        notBefore = now.plus(FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS)));
        failures++;
    }

    /** A worker is of use. */
    void succeeded() {
        failures = 0;
        notBefore = Instant.MIN;
    }

    /** {@return how often in a row no worker was of use} */
    int failures() {
        return failures;
    }

    /** {@return how long to wait; zero or less when one may be started now} */
    Duration left(Instant now) {
        return notBefore.equals(Instant.MIN) ? Duration.ZERO : Duration.between(now, notBefore);
    }
}
