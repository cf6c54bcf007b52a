package io.rlmgateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that was answered, or failed, and what it used.
 *
 * @param caller who asked
 * @param model the served model, as the client named it
 * @param way how it was answered
 * @param spent what its calls to models used; of a run that went on, what this request's did
 * @param elapsed from its admission to its end
 * @param outcome {@code answered}, or the kind of failure
 * @param at when it ended
 */
public record AnsweredRequest(
        Caller caller, String model, Way way, Spent spent, Duration elapsed, String outcome, Instant at) {

    /** The outcome of a question that has an answer. */
    public static final String ANSWERED = "answered";

    /**
     * How a question was answered.
     *
     * @param mode {@code direct} or {@code rlm}; null when it failed before that was decided
     * @param subCalls sub-calls of its session
     * @param runs the runs of its sessions; empty for a direct answer
     */
    public record Way(@Nullable String mode, int subCalls, List<String> runs) {

        /** Copies the list. */
        public Way {
            runs = List.copyOf(runs);
        }
    }
}
