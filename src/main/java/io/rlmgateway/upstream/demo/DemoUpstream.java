package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Answers without a language model: it finds sentences and values in the text that it is given. Equal requests get
 * equal replies.
 */
final class DemoUpstream implements Upstream {

    private final Duration latency;

    /** @param latency how long to wait before a reply */
    DemoUpstream(Duration latency) {
        this.latency = latency;
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        await();
        String text = reply(request.purpose(), request.messages());
        return Delivery.of(text, request.options()).send(request.messages(), pieces);
    }

    private static String reply(ModelRequest.Purpose purpose, List<Message> messages) {
        return switch (purpose) {
            case ROOT -> RootReply.to(Transcript.of(messages));
            case LEAF -> LeafReply.to(messages);
            case CLOSING -> ClosingReply.to(messages);
            case DIRECT -> DirectReply.to(messages);
        };
    }

    private void await() {
        if (!latency.isPositive()) {
            return;
        }
        try {
            Thread.sleep(latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
