package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelRequest.Share;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request of a client, to be passed on as it is but for what this says.
 *
 * @param model the model as configured, {@code upstream/name}; for an upstream's own relay its name there
 * @param body the client's body, a valid JSON object in UTF-8, in a buffer with an array; not copied
 * @param answer how the answer comes back
 * @param files the texts of the stored files that the body's parts name, by id
 * @param documents texts that go before the first message
 * @param refused parameters that the model refuses, which are taken out
 * @param timeout for the whole call, retries included
 * @param share in whose name the call waits for its turn
 */
public record RelayRequest(
        String model,
        ByteBuffer body,
        AnswerForm answer,
        Map<String, String> files,
        List<String> documents,
        Set<String> refused,
        Duration timeout,
        Share share) {

    /** Copies the collections. */
    public RelayRequest {
        files = Map.copyOf(files);
        documents = List.copyOf(documents);
        refused = Set.copyOf(refused);
    }

    /**
     * The same request to the model by another name.
     *
     * @param name the name
     * @return the request
     */
    RelayRequest withModel(String name) {
        return to(name, refused);
    }

    /**
     * The same request to another model.
     *
     * @param name the model
     * @param refuses parameters that it refuses
     * @return the request
     */
    RelayRequest to(String name, Set<String> refuses) {
        return new RelayRequest(name, body, answer, files, documents, refuses, timeout, share);
    }

    /** {@return the same request with so much time for all of it} */
    RelayRequest within(Duration time) {
        return new RelayRequest(model, body, answer, files, documents, refused, time, share);
    }

    /**
     * How an answer comes back.
     *
     * @param model the model's name for the client
     * @param stream whether the client asked for a stream
     * @param usage whether the client asked for a chunk of usage at the end of the stream
     * @param extension the value of a member {@code rlm} for the answer's usage, JSON in one line, or null for none
     * @param outputCap tokens of each choice's reply at most, whatever the request says; null for what it says
     */
    public record AnswerForm(
            String model,
            boolean stream,
            boolean usage,
            @Nullable Function<TokenUsage, String> extension,
            @Nullable Integer outputCap) {

        /** A form whose length is the request's. */
        public AnswerForm(
                String model, boolean stream, boolean usage, @Nullable Function<TokenUsage, String> extension) {
            this(model, stream, usage, extension, null);
        }
    }
}
