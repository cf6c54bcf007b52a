package io.rlmgateway.upstream.wire;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers a streamed reply and passes its visible text on. */
public final class ReplyBuilder {

    private final Consumer<String> pieces;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Content.ToolCall> toolCalls = new ArrayList<>();
    private @Nullable StopReason stop;
    private @Nullable String refusal;
    private @Nullable TokenUsage usage;

    /**
     * Nothing yet.
     *
     * @param pieces receives the visible text as it arrives
     */
    public ReplyBuilder(Consumer<String> pieces) {
        this.pieces = pieces;
    }

    /**
     * Takes a piece of the reply.
     *
     * @param piece visible text; nothing is passed on when it is empty
     */
    public void text(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            pieces.accept(piece);
        }
    }

    /**
     * Takes a piece of the reply.
     *
     * @param piece text of the model's reasoning
     */
    public void reasoning(String piece) {
        reasoning.append(piece);
    }

    /**
     * Takes a call.
     *
     * @param call a whole call
     */
    public void toolCall(Content.ToolCall call) {
        toolCalls.add(call);
    }

    /**
     * Takes the end.
     *
     * @param reason why the reply ended
     */
    public void stop(StopReason reason) {
        stop = reason;
    }

    /**
     * Takes a refusal.
     *
     * @param words why the model or its filter refused
     */
    public void refusal(String words) {
        refusal = words;
    }

    /**
     * Takes a count, which replaces an earlier one.
     *
     * @param counted tokens as the upstream counted them
     */
    public void usage(TokenUsage counted) {
        usage = counted;
    }

    /** {@return whether the upstream said why the reply ended} */
    public boolean finished() {
        return stop != null;
    }

    /**
     * The whole reply.
     *
     * @param request the call, for an estimate where the upstream did not count
     * @param limits what the upstream said of its limits
     * @return the reply
     */
    public ModelReply reply(ModelRequest request, RateLimitHeaders limits) {
        TokenUsage counted = usage == null
                ? TokenUsage.estimated(TokenEstimate.of(request), TokenEstimate.of(text + reasoning.toString()))
                : usage;
        StopReason reason = stop == null || stop == StopReason.STOP ? byCalls() : stop;
        return new ModelReply(
                text.toString(),
                reason,
                counted,
                refusal,
                reasoning.isEmpty() ? null : reasoning.toString(),
                toolCalls,
                limits);
    }

    private StopReason byCalls() {
        return toolCalls.isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
    }
}
