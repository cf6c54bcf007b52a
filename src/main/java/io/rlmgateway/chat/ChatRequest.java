package io.rlmgateway.chat;

import io.rlmgateway.session.Question;
import java.util.List;
import java.util.Map;

/**
 * A chat completion as it was asked for.
 *
 * @param model the model as named, without extension
 * @param messages the conversation
 * @param settings the wishes for the session
 * @param output the wishes for the answer
 * @param delivery how the answer travels
 * @param storage whether the answer is to be kept
 * @param extended whether the {@code rlm} extension was used
 * @param unserved what has no effect or cannot be served
 */
record ChatRequest(
        String model,
        List<Question.ChatMessage> messages,
        Question.Settings settings,
        Question.Output output,
        Delivery delivery,
        Storage storage,
        boolean extended,
        Unserved unserved) {

    /**
     * How an answer travels.
     *
     * @param stream as server-sent events
     * @param includeUsage with a chunk of usage at the end of a stream
     * @param includeReasoning with progress as reasoning
     * @param trajectory with the steps of the session that gives the answer
     * @param choices how many answers
     * @param functionCall with the call of a function in the form of old clients
     */
    record Delivery(
            boolean stream,
            boolean includeUsage,
            boolean includeReasoning,
            boolean trajectory,
            int choices,
            boolean functionCall) {}

    /**
     * Whether an answer is to be kept.
     *
     * @param store whether the client asks for it
     * @param metadata the client's notes on it, in its order; may be empty
     */
    record Storage(boolean store, Map<String, String> metadata) {}
}
