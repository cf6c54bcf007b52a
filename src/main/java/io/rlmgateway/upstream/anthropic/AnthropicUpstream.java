package io.rlmgateway.upstream.anthropic;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.SignsOfLife;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.function.Consumer;

/** An upstream that speaks Anthropic's Messages API, always streamed (reference: POST /v1/messages). */
final class AnthropicUpstream implements Upstream {

    private static final String VERSION = "2023-06-01";

    private final JsonStream stream;
    private final Requests requests;
    private final UpstreamErrors errors;

    AnthropicUpstream(JsonStream stream, Requests requests, UpstreamErrors errors) {
        this.stream = stream;
        this.requests = requests;
        this.errors = errors;
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        HttpRequest call = requests.post("/messages", Map.of(), MessagesRequest.of(model, request))
                .header("anthropic-version", VERSION)
                .build();
        ReplyBuilder reply = new ReplyBuilder(pieces);
        MessageEvents events = new MessageEvents(reply);
        RateLimitHeaders limits = stream.send(call, events::add, SignsOfLife.of(pieces));
        if (!reply.finished()) {
            throw errors.broken("the reply broke off before its end", null);
        }
        return reply.reply(request, limits);
    }
}
