package io.rlmgateway.upstream;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One call to a model.
 *
 * @param model the model as configured, {@code upstream/name}, for example {@code openai/gpt-5-mini}
 * @param purpose what the call is for
 * @param messages the prompt, in order, at least one
 * @param options sampling and limits
 * @param share in whose name the call waits for its turn
 * @param second asked before the call is sent a second time while the first one is under way: whether both can be paid
 */
public record ModelRequest(
        String model,
        Purpose purpose,
        List<Message> messages,
        ModelOptions options,
        Share share,
        BooleanSupplier second) {

    /** Copies the messages. */
    public ModelRequest {
        messages = List.copyOf(messages);
    }

    /**
     * A call that can be paid twice.
     *
     * @param model the model as configured
     * @param purpose what the call is for
     * @param messages the prompt
     * @param options sampling and limits
     * @param share in whose name the call waits for its turn
     */
    public ModelRequest(String model, Purpose purpose, List<Message> messages, ModelOptions options, Share share) {
        this(model, purpose, messages, options, share, () -> true);
    }

    /** {@return the same call to a model, with options} */
    ModelRequest to(String name, ModelOptions others) {
        return new ModelRequest(name, purpose, messages, others, share, second);
    }

    /** What a call is for. */
    public enum Purpose {
        /** A turn of the root model of a session: the reply may hold cells of Python. */
        ROOT,
        /** A sub-call, asked by Python through {@code llm_query}. */
        LEAF,
        /** The closing question of a session that ran out of budget. */
        CLOSING,
        /** A client's conversation, passed on as it is. */
        DIRECT
    }

    /**
     * In whose name a call waits, for fair queueing; the upstream module does not know callers.
     *
     * @param key shares take turns, by their weight; calls with equal keys are of one share
     * @param member within a share its members take turns, each with one call; calls of one member go as they came
     * @param weight turns of the share for each turn of a share of weight 1; 1 or more
     */
    public record Share(String key, String member, int weight) {

        /**
         * A share of one member.
         *
         * @param key calls with equal keys are of one share
         * @param weight 1 or more
         */
        public Share(String key, int weight) {
            this(key, "", weight);
        }
    }
}
