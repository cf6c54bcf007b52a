package io.rlmgateway.upstream.ollama;

import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.UpstreamException;
import io.rlmgateway.upstream.UpstreamException.Kind;
import io.rlmgateway.upstream.wire.JsonStream;
import io.rlmgateway.upstream.wire.Requests;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Which window to open for a call. Ollama's usual one is small, and what does not fit is cut off without a word. It is a
 * power of two, because each other value loads the model anew, and no larger than the model's own, which Ollama is asked
 * for once where it matters (Ollama's API: POST /api/show, model_info).
 */
final class Windows {

    private static final Logger LOG = LoggerFactory.getLogger(Windows.class);
    private static final int LEAST = 8_192;
    private static final int USUAL_OUTPUT = 4_096;

    /** The estimate from above is at most twice what a tokenizer counts. */
    private static final int MOST_ABOVE = 2;

    private final JsonStream stream;
    private final Requests requests;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    Windows(JsonStream stream, Requests requests) {
        this.stream = stream;
        this.requests = requests;
    }

    /**
     * The window for a call.
     *
     * @param model the model's name at the upstream
     * @param request the call
     * @return tokens
     * @throws UpstreamException when the prompt cannot fit the model's own window
     */
    long of(String model, ModelRequest request) {
        long prompt = TokenEstimate.above(request);
        long wanted = wanted(prompt, request.options().maxOutputTokens());
        if (wanted <= LEAST) {
            return wanted;
        }
        long most = most(model);
        if (prompt / MOST_ABOVE > most) {
            throw new UpstreamException(
                    Kind.TOO_LONG,
                    "the prompt has about " + prompt + " tokens, and the model's window " + most,
                    RateLimitHeaders.NONE,
                    null);
        }
        return Math.min(wanted, most);
    }

    /** {@return the power of two that holds a prompt and its reply} */
    static long wanted(long prompt, @Nullable Integer cap) {
        long needed = prompt + (cap == null ? USUAL_OUTPUT : cap);
        return Math.max(LEAST, Long.highestOneBit(needed - 1) * 2);
    }

    private long most(String model) {
        Long before = known.get(model);
        if (before != null) {
            return before;
        }
        try {
            long told = told(stream.object(
                    requests.post("/api/show", Map.of(), Map.of("model", model)).build()));
            known.put(model, told);
            return told;
        } catch (UpstreamException e) {
            // the call itself will tell what is wrong
            LOG.debug("The window of {} is not known: {}", model, e.getMessage());
            return Long.MAX_VALUE;
        }
    }

    /** The name begins with the model's architecture, for example {@code qwen3.context_length}. */
    private static long told(JsonNode shown) {
        return shown.path("model_info").properties().stream()
                .filter(fact -> fact.getKey().endsWith(".context_length"))
                .mapToLong(fact -> fact.getValue().asLong(Long.MAX_VALUE))
                .filter(length -> length > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
