package io.rlmgateway.trajectory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a session. Steps of child sessions stand in the run of their root, told apart by the session's number.
 * Times in milliseconds.
 */
public sealed interface Event {

    /** A step of a session as a whole. */
    sealed interface OfSession extends Event permits Opened, ReplayEvent.OfSession, ToolEvent.OfSession {}

    /** A step of the conversation with the root model. */
    sealed interface OfTurn extends Event permits TurnAsked, ReplyBegun, ModelReplied {

        /** {@return the turn, counted from 1} */
        int turn();
    }

    /** A step of a cell. */
    sealed interface OfCell extends Event permits CellStarted, CellEnded {

        /** {@return the turn that wrote the cell} */
        int turn();

        /** {@return the cell, counted from 1 in a session} */
        int cell();
    }

    /** A step of a call from Python to the host. */
    sealed interface OfCall extends Event
            permits FunctionCalled, SubCallAsked, SubCallEnded, SubCallReused, ReplayEvent.OfCall, ToolEvent.OfCall {

        /** {@return which call} */
        CallId call();
    }

    /** The end of a session. */
    sealed interface Ending extends Event permits Answered, Failed, Cancelled, Abandoned {}

    /**
     * A session began.
     *
     * @param depth 0 for the root, one more for each child
     * @param parent the call that asked for it, null for the root
     * @param question what is asked
     * @param models the root model first, then the model of sub-calls
     * @param documents what {@code context} holds
     * @param limits the limits by their configured names; values are numbers and strings
     * @param approach why and how it works; null in journals of versions that did not say
     */
    record Opened(
            int depth,
            @Nullable ParentCall parent,
            String question,
            List<String> models,
            List<DocumentFacts> documents,
            Map<String, Object> limits,
            @Nullable Approach approach)
            implements OfSession {

        /** Copies the collections. */
        public Opened {
            models = List.copyOf(models);
            documents = List.copyOf(documents);
            limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        }
    }

    /**
     * Why there is a session, and how it works.
     *
     * @param profile the profile by which it deals with its root model
     * @param reason why the question is answered by a session
     */
    record Approach(String profile, String reason) {}

    /**
     * The call that a child session answers.
     *
     * @param session number of the session that called
     * @param call its call
     */
    record ParentCall(int session, CallId call) {}

    /**
     * A document of a session.
     *
     * @param id its id
     * @param name file name
     * @param length code points
     */
    record DocumentFacts(String id, String name, long length) {}

    /**
     * The root model is asked for its next turn.
     *
     * @param turn counted from 1; the closing question has the number after the last turn
     * @param kept how many messages of the previous turn's prompt, followed by its reply where one came, this prompt
     *     begins with; null for all of them, fewer where the conversation was cut to fit
     * @param added the messages after those
     * @param closing the limit that was reached, when this is the closing question; null for a turn
     */
    record TurnAsked(
            int turn,
            @Nullable Integer kept,
            List<PromptMessage> added,
            @Nullable String closing) implements OfTurn {

        /** Copies the messages. */
        public TurnAsked {
            added = List.copyOf(added);
        }

        /**
         * A turn.
         *
         * @param turn counted from 1
         * @param kept how much of the previous prompt is kept, null for all
         * @param added the messages after those
         */
        public TurnAsked(int turn, @Nullable Integer kept, List<PromptMessage> added) {
            this(turn, kept, added, null);
        }
    }

    /** A message of a prompt, roles as OpenAI names them. */
    record PromptMessage(String role, String content) {}

    /**
     * The root model has written so much of its reply that a cell can run, and writes on.
     *
     * @param text the reply up to the fence that closes the cell, without what was stored of this reply before
     */
    record ReplyBegun(int turn, String text) implements OfTurn {}

    /**
     * The root model replied.
     *
     * @param stop why the reply ended: {@code stop}, {@code length}, {@code content_filter}
     */
    record ModelReplied(int turn, String text, String stop, Usage usage, long millis) implements OfTurn {}

    /**
     * Tokens and cost of a call.
     *
     * @param cached the part of {@code input} that the upstream took from its cache
     * @param reasoning the part of {@code output} that is reasoning
     * @param costUsd null when the model's price is unknown
     * @param estimated whether it is an estimate, because the upstream did not count
     */
    record Usage(
            String model,
            long input,
            long cached,
            long output,
            long reasoning,
            @Nullable Double costUsd,
            boolean estimated) {

        /**
         * Tokens and cost as the upstream counted them.
         *
         * @param model the model
         * @param input tokens of the prompt
         * @param cached the part of {@code input} that the upstream took from its cache
         * @param output tokens of the reply
         * @param reasoning the part of {@code output} that is reasoning
         * @param costUsd null when the model's price is unknown
         */
        public Usage(String model, long input, long cached, long output, long reasoning, @Nullable Double costUsd) {
            this(model, input, cached, output, reasoning, costUsd, false);
        }
    }

    /** A cell is about to run; cells are counted from 1 in a session. */
    record CellStarted(int turn, int cell, String code) implements OfCell {}

    /**
     * A cell has ended.
     *
     * @param outcome {@code printed}, {@code failed}, {@code finished} or {@code stopped}
     * @param stdout all it printed there
     * @param stderr all it printed there
     * @param result the value of a last expression, the traceback, the final answer or the reason of the stop, by
     *     outcome; null for nothing
     * @param variables new or rebound variables, name to preview
     */
    record CellEnded(
            int turn,
            int cell,
            String outcome,
            String stdout,
            String stderr,
            @Nullable String result,
            Map<String, String> variables,
            long millis)
            implements OfCell {

        /** Copies the variables, in their order. */
        public CellEnded {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /**
     * A host function that asks no model returned.
     *
     * @param arguments as JSON
     * @param result as JSON, or null when it raised
     * @param error what it raised, or null
     */
    record FunctionCalled(
            CallId call,
            String function,
            String arguments,
            @Nullable String result,
            @Nullable String error) implements OfCall {}

    /**
     * A call from Python to the host.
     *
     * @param cell the cell it came from
     * @param number counted from 1 in a session
     * @param slot position in a batch, 0 for a single call
     * @param retry how many times the same was asked before, because the reply had not the form that was wanted
     */
    record CallId(
            int cell,
            int number,
            int slot,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int retry) {

        /**
         * A call that is made for the first time.
         *
         * @param cell the cell it came from
         * @param number counted from 1 in a session
         * @param slot position in a batch, 0 for a single call
         */
        public CallId(int cell, int number, int slot) {
            this(cell, number, slot, 0);
        }
    }

    /** A sub-model or a child session is asked. */
    record SubCallAsked(CallId call, String function, String model, String prompt) implements OfCall {}

    /**
     * A sub-call has ended.
     *
     * @param reply the sub-answer, or null when there is none
     * @param error why it failed, or null; of a reply that has not the form that was wanted, what is wrong with it
     * @param stop why the model's reply ended, as in {@link ModelReplied}; null when there was none
     * @param usage its usage; null when none is known, and when a child session answered, whose own events carry it
     */
    record SubCallEnded(
            CallId call,
            @Nullable String reply,
            @Nullable String error,
            @Nullable String stop,
            @Nullable Usage usage,
            long millis)
            implements OfCall {}

    /**
     * A sub-call took the answer of an identical one of an earlier turn; nobody was asked.
     *
     * @param from the call that was answered
     */
    record SubCallReused(CallId call, String function, CallId from) implements OfCall {}

    /**
     * A session answered.
     *
     * @param text the final answer
     * @param stopped the limit that ended the session early, or null
     */
    record Answered(String text, @Nullable String stopped) implements Ending {}

    /** A session failed; code as in OpenAI's error body. */
    record Failed(String code, String message) implements Ending {}

    /** A session was cancelled. */
    record Cancelled(String reason) implements Ending {}

    /** A run was given up, because nobody waited for its answer any more. */
    record Abandoned(String reason) implements Ending {}
}
