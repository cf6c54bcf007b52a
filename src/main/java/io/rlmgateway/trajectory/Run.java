package io.rlmgateway.trajectory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run: a session with its children, or what is left of it in the journal.
 *
 * @param id as {@code run_…}
 * @param tenant its owner
 * @param model the served model that was asked
 * @param created when it began
 * @param ended when it ended, null while it runs
 * @param status where it stands
 */
public record Run(
        String id,
        String tenant,
        String model,
        Instant created,
        @Nullable Instant ended,
        Status status) {

    /** Where a run stands. */
    public enum Status {
        RUNNING,
        ANSWERED,
        FAILED,
        CANCELLED
    }
}
