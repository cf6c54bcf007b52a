package io.rlmgateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What a model replied.
 *
 * @param text the visible text, without reasoning; may be empty
 * @param stop why it ended
 * @param usage tokens as the upstream counted them
 * @param refusal the upstream's refusal text, or null
 */
public record ModelReply(
        String text,
        StopReason stop,
        TokenUsage usage,
        @Nullable String refusal) {

    /** Why a reply ended. */
    public enum StopReason {
        /** The model was done. */
        STOP,
        /** The output cap or the window was reached; the text is cut. */
        LENGTH,
        /** The upstream's filter removed text. */
        CONTENT_FILTER
    }
}
