package io.rlmgateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model replied.
 *
 * @param text the visible text, without reasoning; may be empty
 * @param stop why it ended
 * @param usage tokens as the upstream counted them
 * @param refusal the upstream's refusal text, or null
 * @param reasoning what the model showed of its reasoning, or null
 * @param toolCalls functions that it wishes to call, in order; mostly empty
 * @param limits what the upstream said of its limits
 * @param substitute the model that answered in the place of the one that was asked, {@code upstream/name}, or null
 */
public record ModelReply(
        String text,
        StopReason stop,
        TokenUsage usage,
        @Nullable String refusal,
        @Nullable String reasoning,
        List<Content.ToolCall> toolCalls,
        RateLimitHeaders limits,
        @Nullable String substitute) {

    /** Copies the list. */
    public ModelReply {
        toolCalls = List.copyOf(toolCalls);
    }

    /**
     * A reply of the model that was asked.
     *
     * @param text the visible text
     * @param stop why it ended
     * @param usage tokens as the upstream counted them
     * @param refusal the upstream's refusal text, or null
     * @param reasoning what the model showed of its reasoning, or null
     * @param toolCalls functions that it wishes to call
     * @param limits what the upstream said of its limits
     */
    @SuppressWarnings("PMD.ParameterCount") // the reply's own
    public ModelReply(
            String text,
            StopReason stop,
            TokenUsage usage,
            @Nullable String refusal,
            @Nullable String reasoning,
            List<Content.ToolCall> toolCalls,
            RateLimitHeaders limits) {
        this(text, stop, usage, refusal, reasoning, toolCalls, limits, null);
    }

    /**
     * A reply of words alone.
     *
     * @param text the visible text
     * @param stop why it ended
     * @param usage tokens as the upstream counted them
     * @param refusal the upstream's refusal text, or null
     */
    public ModelReply(String text, StopReason stop, TokenUsage usage, @Nullable String refusal) {
        this(text, stop, usage, refusal, null, List.of(), RateLimitHeaders.NONE);
    }

    /** {@return the same reply, given by a model in the place of the one that was asked} */
    ModelReply by(String model) {
        return new ModelReply(text, stop, usage, refusal, reasoning, toolCalls, limits, model);
    }

    /** {@return the same reply with other tokens} */
    ModelReply with(TokenUsage tokens) {
        return new ModelReply(text, stop, tokens, refusal, reasoning, toolCalls, limits, substitute);
    }

    /** {@return the same reply with the tokens of attempts that broke off before it} */
    public ModelReply plus(TokenUsage others) {
        return with(usage.plus(others));
    }

    /** {@return the model that answered, when this one was asked} */
    public String answeredBy(String asked) {
        return substitute == null ? asked : substitute;
    }

    /** Why a reply ended. */
    public enum StopReason {
        /** The model was done. */
        STOP,
        /** The output cap or the window was reached; the text is cut. */
        LENGTH,
        /** The upstream's filter removed text. */
        CONTENT_FILTER,
        /** The model waits for the results of its tool calls. */
        TOOL_CALLS
    }
}
