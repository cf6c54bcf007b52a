package io.rlmgateway.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which calls to an upstream are sent a second time, and when. Safe for several threads. */
final class Hedges {

    private final HedgingProperties settings;
    private final Map<String, ReplyTimes> times = new ConcurrentHashMap<>();

    /** @param settings as configured */
    Hedges(HedgingProperties settings) {
        this.settings = settings;
    }

    /** {@return whether a call may be sent a second time: a sub-call, of which nobody sees the reply as it is written} */
    boolean concern(ModelRequest request) {
        return settings.enabled()
                && switch (request.purpose()) {
                    case LEAF -> true;
                    case ROOT, CLOSING, DIRECT -> false;
                };
    }

    /** {@return how long after a call to a model was sent it is sent again; empty while too little is known of the model} */
    Optional<Duration> after(String model) {
        return settings.after() == null ? times(model).usual() : Optional.of(settings.after());
    }

    /** A reply of a model took so long, or at least so long where it was not waited for. */
    void took(String model, Duration time) {
        times(model).add(time);
    }

    private ReplyTimes times(String model) {
        return times.computeIfAbsent(model, name -> new ReplyTimes());
    }
}
