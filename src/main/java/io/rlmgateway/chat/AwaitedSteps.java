package io.rlmgateway.chat;

import io.rlmgateway.api.ClientConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The steps of a running answer for a client that is looked after meanwhile: whoever has hung up waits for none. */
final class AwaitedSteps {

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final RunningAnswer running;
    private final ClientConnection client;

    AwaitedSteps(RunningAnswer running, ClientConnection client) {
        this.running = running;
        this.client = client;
    }

    /**
     * Waits for the next step.
     *
     * @param wait how long
     * @return the step, or null when none happened in time
     * @throws java.io.UncheckedIOException when the client has closed its connection
     */
    @Nullable
    Step next(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            Step step = running.next(Duration.ofNanos(Math.min(left, LOOK_NANOS)));
            if (step != null || left <= LOOK_NANOS) {
                return step;
            }
            client.check();
        }
    }
}
