package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelReply.StopReason;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An upstream that does what it is told, attempt by attempt, and replies once nothing is left to do. */
final class ScriptedUpstream implements Upstream {

    static final String REPLY = "In 1932.";

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();

    /** What happens in an attempt before it replies; throwing ends it. */
    interface Step {

        /**
         * Happens.
         *
         * @param pieces receives text
         */
        void take(Consumer<String> pieces);
    }

    ScriptedUpstream(Step... steps) {
        this.steps.addAll(List.of(steps));
    }

    static Step failing(UpstreamException failure) {
        return pieces -> {
            throw failure;
        };
    }

    int attempts() {
        return attempts.get();
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        attempts.incrementAndGet();
        Step step = steps.poll();
        if (step != null) {
            step.take(pieces);
        }
        pieces.accept(REPLY);
        return new ModelReply(REPLY, StopReason.STOP, new TokenUsage(20, 0, 4, 0), null);
    }
}
