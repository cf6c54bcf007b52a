package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Models that reply by script: turns from a queue, other calls by function. Records requests, counts calls in flight. */
final class ScriptedModels implements Models {

    static final ModelFacts FACTS = new ModelFacts(100_000, 16_384, null, null, null);

    final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();
    ModelFacts facts = FACTS;
    Map<String, ModelFacts> otherFacts = Map.of();
    List<String> upstreams = List.of("demo");

    private final Queue<Streamed> turns = new ConcurrentLinkedQueue<>();
    private Function<ModelRequest, ModelReply> leaf = request -> reply(request, "a sub-answer");
    private Streamed closing = (request, pieces) -> reply(request, "the closing answer");

    /** A reply that arrives in pieces. */
    interface Streamed {

        ModelReply write(ModelRequest request, Consumer<String> pieces) throws InterruptedException;
    }

    static ModelReply reply(ModelRequest request, String text) {
        return reply(request, text, StopReason.STOP);
    }

    static ModelReply reply(ModelRequest request, String text, StopReason stop) {
        return new ModelReply(
                text, stop, new TokenUsage(TokenEstimate.of(request.messages()), 0, TokenEstimate.of(text), 0), null);
    }

    static ModelReply refusal(ModelRequest request, String refusal) {
        return new ModelReply(
                "", StopReason.CONTENT_FILTER, new TokenUsage(TokenEstimate.of(request.messages()), 0, 5, 0), refusal);
    }

    ScriptedModels turn(String... texts) {
        for (String text : texts) {
            turn(request -> reply(request, text));
        }
        return this;
    }

    ScriptedModels turn(Function<ModelRequest, ModelReply> turn) {
        return streamed((request, pieces) -> turn.apply(request));
    }

    ScriptedModels streamed(Streamed turn) {
        turns.add(turn);
        return this;
    }

    ScriptedModels leaf(Function<ModelRequest, ModelReply> script) {
        leaf = script;
        return this;
    }

    ScriptedModels closing(Function<ModelRequest, ModelReply> script) {
        return streamedClosing((request, pieces) -> script.apply(request));
    }

    ScriptedModels streamedClosing(Streamed script) {
        closing = script;
        return this;
    }

    List<ModelRequest> requests(Purpose purpose) {
        return requests.stream().filter(request -> request.purpose() == purpose).toList();
    }

    @Override
    public ModelReply complete(ModelRequest request, Consumer<String> pieces) {
        requests.add(request);
        int now = inFlight.incrementAndGet();
        mostInFlight.accumulateAndGet(now, Math::max);
        try {
            return script(request).write(request, pieces);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the call was aborted");
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Streamed script(ModelRequest request) {
        return switch (request.purpose()) {
            case ROOT -> {
                Streamed turn = turns.poll();
                if (turn == null) {
                    throw new AssertionError("no turn is left in the script");
                }
                yield turn;
            }
            case LEAF -> (asked, pieces) -> leaf.apply(asked);
            case CLOSING, DIRECT -> closing;
        };
    }

    @Override
    public ModelFacts facts(String model) {
        return otherFacts.getOrDefault(model, facts);
    }

    @Override
    public long tokens(String model, List<Message> messages) {
        return TokenEstimate.of(messages);
    }

    @Override
    public List<String> upstreams() {
        return upstreams;
    }
}
