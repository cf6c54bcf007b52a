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

    /** @param pieces receives the visible text as it arrives */
    public ReplyBuilder(Consumer<String> pieces) {
        this.pieces = pieces;
    }

    /** @param piece visible text; nothing is passed on when it is empty */
    public void text(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            pieces.accept(piece);
        }
    }

    /** @param piece text of the model's reasoning */
    public void reasoning(String piece) {
        reasoning.append(piece);
    }

    /** @param call a whole call */
    public void toolCall(Content.ToolCall call) {
        toolCalls.add(call);
    }

    /** {@return how many calls there are so far} */
    public int toolCalls() {
        return toolCalls.size();
    }

    /** @param reason why the reply ended */
    public void stop(StopReason reason) {
        stop = reason;
    }

    /** @param words why the model or its filter refused */
    public void refusal(String words) {
        refusal = words;
    }

    /** @param counted tokens as the upstream counted them */
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
                ? TokenUsage.estimated(
                        TokenEstimate.of(request.messages()), TokenEstimate.of(text + reasoning.toString()))
                : usage;
        StopReason reason = stop == null || stop == StopReason.STOP && !toolCalls.isEmpty() ? byCalls() : stop;
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
