package io.rlmgateway.upstream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock for libraries that ask for one; its instants are good for nothing but their differences. */
final class TimeClock extends Clock {

    private final Time time;

    /** @param time what it goes by */
    TimeClock(Time time) {
        this.time = time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.nanos());
    }
}
