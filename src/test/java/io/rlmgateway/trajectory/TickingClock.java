package io.rlmgateway.trajectory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that goes on by a second each time it is read. */
final class TickingClock implements InstantSource {

    private final Instant start;
    private final AtomicInteger ticks = new AtomicInteger();

    TickingClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusSeconds(ticks.incrementAndGet());
    }
}
