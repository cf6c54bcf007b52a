package io.rlmgateway.session;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rlmgateway.trajectory.Event.Approach;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.trajectory.Event.DocumentFacts;
import io.rlmgateway.trajectory.Event.Opened;
import io.rlmgateway.trajectory.Event.PromptMessage;
import io.rlmgateway.trajectory.Event.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a run as a tree: from it alone one can say why it answered as it did. {@code at} is always in seconds since the
 * run began.
 *
 * @param run the run
 * @param usage what the whole tree used
 * @param session the root session; null as long as nothing has happened
 */
record RunTree(
        @JsonUnwrapped RunFacts run,
        RunUsage usage,
        @Nullable Session session) {

    /**
     * A session.
     *
     * @param number 0 for the root
     * @param setup what it began with
     * @param turns the turns, in order
     * @param outcome how it ended; null while it is going on
     */
    record Session(
            int number,
            @JsonUnwrapped Setup setup,
            List<Turn> turns,
            @Nullable Outcome outcome) {}

    /**
     * What a session began with.
     *
     * @param depth 0 for the root
     * @param question what is asked
     * @param models the root model, then the model of sub-calls
     * @param documents what {@code context} holds
     * @param limits the limits by name
     * @param approach why and how it works; null where the journal does not say
     */
    record Setup(
            int depth,
            String question,
            List<String> models,
            List<DocumentFacts> documents,
            Map<String, Object> limits,
            @Nullable Approach approach) {

        static Setup of(Opened opened) {
            return new Setup(
                    opened.depth(),
                    opened.question(),
                    opened.models(),
                    opened.documents(),
                    opened.limits(),
                    opened.approach());
        }
    }

    /**
     * How a session ended.
     *
     * @param status {@code answered}, {@code failed} or {@code cancelled}
     * @param text the answer, or why there is none
     * @param stopped the limit that ended it early, or null
     * @param code the error's code, or null
     */
    record Outcome(
            String status,
            double at,
            String text,
            @Nullable String stopped,
            @Nullable String code) {}

    /**
     * A turn.
     *
     * @param kept how many messages of the previous turn's prompt, followed by its reply where one came, the prompt
     *     begins with; null for all of them
     * @param prompt the messages after those
     * @param reply what the root model wrote; null while it is writing, or when it failed
     * @param cells what ran, in order
     */
    record Turn(
            int turn,
            double at,
            @Nullable Integer kept,
            List<PromptMessage> prompt,
            @Nullable Reply reply,
            List<Cell> cells) {}

    /**
     * A reply of the root model.
     *
     * @param stop why it ended
     */
    record Reply(String text, String stop, Usage usage, double seconds) {}

    /**
     * A cell.
     *
     * @param output what came of it; null while it runs
     * @param calls its calls to the host, in the order in which they began
     */
    record Cell(int cell, double at, String code, @Nullable Output output, List<Call> calls) {}

    /**
     * What came of a cell.
     *
     * @param outcome {@code printed}, {@code failed}, {@code finished} or {@code stopped}
     * @param result the value, traceback, final answer or reason, by outcome; null for nothing
     * @param variables new or rebound variables, name to preview
     */
    record Output(
            String outcome,
            String stdout,
            String stderr,
            @Nullable String result,
            Map<String, String> variables,
            double seconds) {}

    /** A call from Python to the host. */
    sealed interface Call {

        /**
         * A function that asks no model.
         *
         * @param kind always {@code function}
         * @param arguments as JSON
         * @param result as JSON; null when it raised
         * @param error what it raised, or null
         */
        record Function(
                String kind,
                CallId call,
                double at,
                String function,
                String arguments,
                @Nullable String result,
                @Nullable String error)
                implements Call {}

        /**
         * A call of a tool that the client runs.
         *
         * @param kind always {@code tool}
         * @param id the call as the client knows it
         * @param arguments a JSON object as text
         * @param result what the client brought; null as long as it did not
         */
        record Tool(
                String kind,
                CallId call,
                double at,
                String id,
                String tool,
                String arguments,
                @Nullable String result) implements Call {}

        /**
         * A question to a sub-model.
         *
         * @param kind always {@code sub_call}
         * @param ended what came of it; null while it is open
         */
        record SubCall(
                String kind,
                CallId call,
                double at,
                String function,
                String model,
                String prompt,
                @Nullable Ended ended)
                implements Call {}

        /**
         * A question that an earlier turn had asked already.
         *
         * @param kind always {@code reused}
         * @param from the call whose answer it took
         */
        record Reused(String kind, CallId call, double at, String function, CallId from) implements Call {}

        /**
         * A question to a child session.
         *
         * @param kind always {@code session}
         */
        record Child(String kind, CallId call, double at, Session session) implements Call {}
    }

    /**
     * What came of a sub-call.
     *
     * @param reply the sub-answer; null when it failed
     * @param error why it failed, or null
     * @param usage its usage; null when none is known
     */
    record Ended(
            @Nullable String reply,
            @Nullable String error,
            @Nullable Usage usage,
            double seconds) {}
}
