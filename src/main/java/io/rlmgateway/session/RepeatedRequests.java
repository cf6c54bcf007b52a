package io.rlmgateway.session;

import io.rlmgateway.session.Question.Repeat;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.Trajectories;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run of a request that is sent again. Who names its request by a key means that run. Without a key an equal
 * request may be another client's, so only a run counts that nobody waits for: one that was broken off, or one that has
 * just ended and whose client went without the answer.
 */
final class RepeatedRequests {

    /** How long a key names the same request. */
    private static final Duration KEY = Duration.ofHours(24);

    /** How long the outcome is kept for a client that went without it. */
    private static final Duration OUTCOME = Duration.ofSeconds(60);

    /** The same across a start of the service, for which a client waits longer. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration BETWEEN_CLEARANCES = Duration.ofSeconds(10);

    private final Trajectories trajectories;
    private final Duration noticed;
    private final Instant started = Instant.now();
    private final Map<String, Sending> sendings = new ConcurrentHashMap<>();
    private final AtomicLong cleared = new AtomicLong(System.nanoTime());

    /**
     * Knows of no sending yet.
     *
     * @param noticed how long it takes at most to see that a client is gone
     */
    RepeatedRequests(Trajectories trajectories, Duration noticed) {
        this.trajectories = trajectories;
        this.noticed = noticed;
    }

    /** A client waits for a run. */
    void add(String run, Sending sending) {
        long now = System.nanoTime();
        long due = cleared.get();
        // not with every request: those of five minutes are many
        if (now - due > BETWEEN_CLEARANCES.toNanos() && cleared.compareAndSet(due, now)) {
            sendings.values().removeIf(earlier -> earlier.isOverFor(START));
        }
        sendings.put(run, sending);
    }

    /** {@return the run that a request means which was perhaps sent before, or null} */
    @Nullable
    Run find(String tenant, String request, Repeat repeat) {
        Run latest = repeat == Repeat.NONE ? null : trajectories.latest(tenant, request);
        if (latest == null) {
            return null;
        }
        return switch (repeat) {
            case KEYED -> counts(latest, KEY) ? latest : null;
            case RETRY -> ofNobody(latest);
            case NONE -> null;
        };
    }

    private @Nullable Run ofNobody(Run latest) {
        Sending sending = sendings.get(latest.id());
        if (sending == null) {
            boolean before = latest.ended() == null || latest.ended().isBefore(started);
            return before && counts(latest, START) ? latest : null;
        }
        if (!sending.awaitEnd(noticed)) {
            return null;
        }
        Run run = trajectories.find(latest.tenant(), latest.id());
        boolean unheard = run.ended() == null || (sending.isLost() && counts(run, OUTCOME));
        return unheard ? run : null;
    }

    private boolean counts(Run run, Duration age) {
        if (run.ended() == null) {
            return true;
        }
        return run.ended().isAfter(Instant.now().minus(age))
                && new EarlierRun(run, trajectories.events(run.tenant(), run.id(), 0)).counts();
    }
}
