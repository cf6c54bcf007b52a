package io.rlmgateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of calls that no session's journal tells of: those that answer a client directly. Called after the answer. */
public interface DirectCallListener {

    /**
     * A call is over.
     *
     * @param call the call
     */
    void ended(DirectCall call);

    /**
     * A call that brought an answer, or a part of one.
     *
     * @param model the model as configured
     * @param usage its tokens
     * @param costUsd US dollars, or null when a price is unknown
     * @param elapsed from the question to the end of the answer
     */
    record DirectCall(
            String model, TokenUsage usage, @Nullable Double costUsd, Duration elapsed) {}
}
