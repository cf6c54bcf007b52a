package io.rlmgateway.repl;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** How Python waits: a call that returns when its {@code seconds} are over. */
public final class Timer implements ReplFunction {

    /** Python may ask again and again, so that it does not do so more often than that. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final double LONGEST_SECONDS = 1e7;

    @Override
    public String signature() {
        return "sleep(seconds)";
    }

    @Override
    public String description() {
        return "Sleeps.";
    }

    @Override
    public Boolean call(Arguments arguments) {
        try {
            Thread.sleep(duration(arguments));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        }
    }

    private static Duration duration(Arguments arguments) {
        if (arguments.value("seconds") instanceof Double seconds && seconds >= 0) {
            Duration asked = Duration.ofNanos((long) (Math.min(seconds, LONGEST_SECONDS) * 1e9));
            return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
        }
        throw new PythonException(PythonException.Type.VALUE_ERROR, "seconds must be a float and not negative");
    }
}
