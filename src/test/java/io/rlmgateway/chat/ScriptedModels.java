package io.rlmgateway.chat;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.TokenUsage;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Models that do what a test says. */
final class ScriptedModels implements Models {

    static final TokenUsage USAGE = new TokenUsage(12, 4, 8, 3);

    private volatile BiFunction<ModelRequest, Consumer<String>, ModelReply> script = replies("Hello ", "world");

    static BiFunction<ModelRequest, Consumer<String>, ModelReply> replies(String... pieces) {
        return (request, consumer) -> {
            List.of(pieces).forEach(consumer);
            return new ModelReply(String.join("", pieces), StopReason.STOP, USAGE, null);
        };
    }

    void play(BiFunction<ModelRequest, Consumer<String>, ModelReply> next) {
        script = next;
    }

    @Override
    public ModelReply complete(ModelRequest request, Consumer<String> pieces) {
        return script.apply(request, pieces);
    }

    @Override
    public ModelFacts facts(String model) {
        return new ModelFacts(128_000, 16_000, 1.0, 0.5, 2.0, Set.of("presence_penalty"), false);
    }

    @Override
    public long tokens(String model, List<Message> messages) {
        return 1;
    }

    @Override
    public List<String> upstreams() {
        return List.of("demo");
    }
}
