package io.rlmgateway.evaluation.report;

import org.jspecify.annotations.Nullable;

/**
 * One question that was asked in one way.
 *
 * @param task its identifier
 * @param kind what it asks for
 * @param tokens of its text
 * @param mode how it was asked: {@code direct} or {@code rlm-} and a depth
 * @param outcome how right the answer is
 * @param usage what it cost
 */
public record Trial(String task, String kind, long tokens, String mode, Outcome outcome, Usage usage) {

    /**
     * What came of it.
     *
     * @param score from 0 to 1; 0 where there is no answer
     * @param exact whether the answer is wholly right
     * @param question as it was asked
     * @param expected the true answer in words, shortened
     * @param answer as the service gave it, shortened; empty where there is none
     * @param failure why there is no answer, or null
     * @param transientFailure whether another try may bring an answer
     */
    public record Outcome(
            double score,
            boolean exact,
            String question,
            String expected,
            String answer,
            @Nullable String failure,
            boolean transientFailure) {}

    /**
     * What it cost.
     *
     * @param seconds from the request to the end of the answer
     * @param turns of the root model
     * @param subCalls of the session and its children
     * @param promptTokens of all calls
     * @param completionTokens of all calls
     * @param costUsd US dollars, or null where a price is unknown
     * @param stopped the limit that ended the session, or null
     * @param run the run's identifier, or null for a direct answer
     */
    public record Usage(
            double seconds,
            int turns,
            int subCalls,
            long promptTokens,
            long completionTokens,
            @Nullable Double costUsd,
            @Nullable String stopped,
            @Nullable String run) {

        /**
         * What is known of a question without an answer.
         *
         * @param seconds until it failed
         */
        public static Usage unknown(double seconds) {
            return new Usage(seconds, 0, 0, 0, 0, null, null, null);
        }
    }

    /** {@return what no other trial of the evaluation has} */
    public String key() {
        return task + " " + mode;
    }

    /** {@return whether there is no answer} */
    public boolean failed() {
        return outcome.failure() != null;
    }
}
