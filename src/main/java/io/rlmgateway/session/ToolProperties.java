package io.rlmgateway.session;

import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sessions wait for the results of tools that their clients run. A run waits for {@code rlm.trajectory.waiting} in all;
 * its Python is built again when it is there no more.
 *
 * @param keep how long the sandbox of a session that waits is kept
 * @param keptSessions sessions at most whose sandboxes are kept; beyond them the one that waits longest is freed
 * @param keptCharacters characters of documents that the kept sandboxes may hold together
 * @param settle how long nothing may happen in a session before its calls are told to the client
 */
record ToolProperties(
        @DefaultValue("5m") @DurationMin Duration keep,
        @DefaultValue("8") @PositiveOrZero int keptSessions,
        @DefaultValue("256000000") @PositiveOrZero long keptCharacters,
        @DefaultValue("50ms") @DurationMin Duration settle) {

    /** The defaults. */
    static final ToolProperties DEFAULT =
            new ToolProperties(Duration.ofMinutes(5), 8, 256_000_000, Duration.ofMillis(50));
}
