package io.rlmgateway.bench;

import java.time.Duration;

/** Time since it was made. */
final class Stopwatch {

    private final long begin = System.nanoTime();

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
