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
 */
public record ModelReply(
        String text,
        StopReason stop,
        TokenUsage usage,
        @Nullable String refusal,
        @Nullable String reasoning,
        List<Content.ToolCall> toolCalls,
        RateLimitHeaders limits) {

    /** Copies the list. */
    public ModelReply {
        toolCalls = List.copyOf(toolCalls);
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
