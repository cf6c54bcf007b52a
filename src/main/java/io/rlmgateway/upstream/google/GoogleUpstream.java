package io.rlmgateway.upstream.google;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.SignsOfLife;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.ReplyBuilder;
import io.rlmgateway.upstream.wire.Requests;
import io.rlmgateway.upstream.wire.UpstreamErrors;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** An upstream that speaks Google's Gemini API, always streamed (reference: models.streamGenerateContent). */
final class GoogleUpstream implements Upstream {

    private final JsonStream stream;
    private final Requests requests;
    private final UpstreamErrors errors;

    GoogleUpstream(JsonStream stream, Requests requests, UpstreamErrors errors) {
        this.stream = stream;
        this.requests = requests;
        this.errors = errors;
    }

    @Override
    public ModelReply complete(String model, ModelRequest request, Consumer<String> pieces) {
        String path = "/models/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + ":streamGenerateContent";
        HttpRequest call = requests.post(path, Map.of("alt", "sse"), GenerateRequest.of(model, request))
                .build();
        ReplyBuilder reply = new ReplyBuilder(pieces);
        GenerateEvents events = new GenerateEvents(reply);
        RateLimitHeaders limits = stream.send(call, events::add, SignsOfLife.of(pieces));
        if (!reply.finished()) {
            throw errors.broken("the reply broke off before its end", null);
        }
        return reply.reply(request, limits);
    }
}
