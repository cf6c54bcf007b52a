package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.SignsOfLife;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import java.util.Map;
import java.util.function.Consumer;

/** An upstream that speaks Ollama's own API, always streamed (Ollama's API: POST /api/chat). */
final class OllamaUpstream implements Upstream {

    private final JsonStream stream;
    private final Requests requests;
    private final UpstreamErrors errors;
    private final Windows windows;

    OllamaUpstream(JsonStream stream, Requests requests, UpstreamErrors errors) {
        this.stream = stream;
        this.requests = requests;
        this.errors = errors;
        this.windows = new Windows(stream, requests);
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        ReplyBuilder reply = new ReplyBuilder(pieces);
        ChatEvents events = new ChatEvents(reply);
        RateLimitHeaders limits = stream.send(
                requests.post("/api/chat", Map.of(), ChatRequest.of(model, request, windows.of(model, request)))
                        .build(),
                events::add,
                SignsOfLife.of(pieces));
        if (!reply.finished()) {
            throw errors.broken("the reply broke off before its end", null);
        }
        return reply.reply(request, limits);
    }
}
