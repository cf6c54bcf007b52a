package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.openai.OpenAiChatModel;

/**
 * Makes one call whose reply is canned. The SDK and Spring AI load some thousand classes at their first call, for which
 * the first client would wait.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final URI NOWHERE = URI.create("http://localhost/v1");

    private WarmUp() {}

    /** Begins on a thread of its own. */
    static void start() {
        Thread.ofPlatform().daemon().name("openai-warm-up").start(WarmUp::run);
    }

    private static void run() {
        long started = System.nanoTime();
        try {
            ModelReply reply = call();
            LOG.debug("Ready after {} ms: {}", (System.nanoTime() - started) / 1_000_000, reply.text());
        } catch (RuntimeException e) {
            // the first call will be as slow as without
            LOG.warn("The OpenAI client could not be warmed up", e);
        }
    }

    /** {@return the canned reply} */
    static ModelReply call() {
        ModelRequest request = new ModelRequest(
                "m",
                ModelRequest.Purpose.DIRECT,
                List.of(Message.system("s"), Message.user("u"), Message.assistant("a")),
                ModelOptions.of(1, LONGEST),
                new ModelRequest.Share("warm-up", 1));
        OpenAiChatModel model = OpenAiUpstream.model(NOWHERE, new CannedTransport(), Runnable::run);
        ChatPrompts prompts = new ChatPrompts(
                model.getOptions(), new ChatPrompts.Dialect(OutputLimitParameter.MAX_COMPLETION_TOKENS, true));
        ReplyReader reader = new ReplyReader(piece -> {});
        model.stream(prompts.of("m", request, "none")).doOnNext(reader::add).blockLast(LONGEST);
        return reader.reply(request, RateLimitHeaders.NONE);
    }
}
