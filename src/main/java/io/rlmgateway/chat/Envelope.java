package io.rlmgateway.chat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What all chunks of an answer have in common.
 *
 * @param id as {@code chatcmpl-…}
 * @param created when the answer began
 * @param model the model as the client named it, without extension
 * @param baseUrl where the service was reached, for links to documents
 * @param ignored parameters that had no effect
 * @param extended whether the client used the {@code rlm} extension
 */
record Envelope(String id, Instant created, String model, String baseUrl, List<String> ignored, boolean extended) {

    static Envelope of(ChatRequest request, String baseUrl) {
        return new Envelope(
                "chatcmpl-" + UUID.randomUUID().toString().replace("-", ""),
                Instant.now(),
                request.model(),
                baseUrl,
                request.unserved().ignored(),
                request.extended());
    }
}
