package io.rlmgateway.chat;

import io.rlmgateway.session.Question;
import java.time.Instant;
import java.util.List;

/**
 * What all chunks of an answer have in common.
 *
 * @param id as {@code chatcmpl-…}; a request that is sent again has the id of the run that answers it
 * @param created when the answer began
 * @param model the model as the client named it, without extension
 * @param baseUrl where the service was reached, for links to documents
 * @param request id of the request
 * @param ignored parameters that had no effect
 * @param extended whether the client used the {@code rlm} extension
 */
record Envelope(
        String id,
        Instant created,
        String model,
        String baseUrl,
        String request,
        List<String> ignored,
        boolean extended) {

    static Envelope of(Question.Asked asked, ChatRequest request, Exchange exchange) {
        return new Envelope(
                "chatcmpl-" + asked.run().substring(asked.run().indexOf('_') + 1),
                Instant.now(),
                request.model(),
                exchange.baseUrl(),
                exchange.requestId(),
                request.unserved().ignored(),
                request.extended());
    }
}
