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

    Run ended(Instant at, Status outcome) {
        return new Run(id, tenant, model, created, at, outcome);
    }

    Run at(Status now) {
        return new Run(id, tenant, model, created, ended, now);
    }

    /** Where a run stands. */
    public enum Status {
        RUNNING,
        /** For the results of tools that its client runs. */
        WAITING,
        ANSWERED,
        FAILED,
        CANCELLED;

        static Status of(Event.Ending ending) {
            return switch (ending) {
                case Event.Answered _ -> ANSWERED;
                case Event.Failed _ -> FAILED;
                case Event.Cancelled _, Event.Abandoned _ -> CANCELLED;
            };
        }
    }
}
