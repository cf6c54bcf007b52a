package io.rlmgateway.chat;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.ClientDeadline;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's conversation, passed on; a reply that is still being written when the client hangs up is cut before. */
final class TimedCall {

    private final Models models;
    private final ModelRequest request;
    private final StringBuilder text = new StringBuilder();

    TimedCall(Models models, ModelRequest request) {
        this.models = models;
        this.request = request;
    }

    /** A reply, and the limit that ended it early, or null. */
    record Outcome(ModelReply reply, @Nullable String stopped) {}

    /**
     * Asks.
     *
     * @param deadline when the client must have its answer, or null
     * @param pieces receives the text as it arrives
     * @throws FailureException when there is no reply
     */
    Outcome ask(@Nullable ClientDeadline deadline, Consumer<String> pieces) {
        try {
            return new Outcome(
                    models.complete(request, piece -> {
                        text.append(piece);
                        pieces.accept(piece);
                    }),
                    null);
        } catch (FailureException e) {
            if (deadline == null || !deadline.left().isZero() || text.isEmpty()) {
                throw e;
            }
            return new Outcome(cut(text.toString()), ClientDeadline.STOPPED);
        }
    }

    /** Upstreams count a reply at its end, to which this one did not come. */
    private ModelReply cut(String written) {
        TokenUsage usage =
                TokenUsage.estimated(models.tokens(request.model(), request.messages()), TokenEstimate.of(written));
        return new ModelReply(written, StopReason.LENGTH, usage, null);
    }
}
