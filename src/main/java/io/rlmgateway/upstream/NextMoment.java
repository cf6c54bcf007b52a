package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One alarm, set to the earliest of the moments that were asked for. Guarded by its owner. */
final class NextMoment {

    private final Time time;
    private final Runnable action;
    private long at;
    private Time.@Nullable Alarm alarm;

    /**
     * No alarm is set.
     *
     * @param time what it goes by
     * @param action what happens at the moment, by which the owner guards it again
     */
    NextMoment(Time time, Runnable action) {
        this.time = time;
        this.action = action;
    }

    /** Sets the alarm, unless it goes off earlier anyway; {@link Long#MAX_VALUE} nanoseconds are never. */
    void ringAfter(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return;
        }
        long now = time.nanos();
        long moment = now + Math.max(nanos, 1);
        // one that should have gone off is about to, or has
        if (alarm != null && at > now && at <= moment) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        at = moment;
        alarm = time.alarm(Duration.ofNanos(moment - now), action);
    }
}
