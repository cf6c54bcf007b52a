package io.rlmgateway.session;

import io.rlmgateway.trajectory.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param id its id
 * @param object always {@code rlm.run}
 * @param model the served model that was asked
 * @param status {@code running}, {@code waiting} (for results of tools), {@code answered}, {@code failed} or {@code cancelled}
 * @param createdAt when it began, in seconds since 1970
 * @param endedAt when it ended, in seconds since 1970; null while it is going on
 * @param seconds how long it took; null while it is going on
 */
record RunFacts(
        String id,
        String object,
        String model,
        String status,
        long createdAt,
        @Nullable Long endedAt,
        @Nullable Double seconds) {

    static final String OBJECT = "rlm.run";

    private static final double MILLIS = 1000;

    static RunFacts of(Run run) {
        Instant ended = run.ended();
        return new RunFacts(
                run.id(),
                OBJECT,
                run.model(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.created().getEpochSecond(),
                ended == null ? null : ended.getEpochSecond(),
                ended == null ? null : Duration.between(run.created(), ended).toMillis() / MILLIS);
    }
}
