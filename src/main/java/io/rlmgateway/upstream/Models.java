package io.rlmgateway.upstream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The models of all configured upstreams. */
public interface Models {

    /**
     * Asks a model and waits for the whole reply, with retries and limits as configured. Call it on a virtual thread;
     * an interrupt aborts the call, closes the connection and throws
     * {@link java.util.concurrent.CancellationException}.
     *
     * @param request the call
     * @param pieces receives the visible text as it arrives, in order, on the calling thread; nothing is retried once a
     *     piece was passed on, unless they are {@link RestartablePieces}
     * @return the whole reply
     * @throws io.rlmgateway.api.FailureException when no reply could be had
     */
    ModelReply complete(ModelRequest request, Consumer<String> pieces);

    /**
     * What passes clients' requests on to a model as they are, with limits and retries as configured.
     *
     * @param model the model as configured, {@code upstream/name}
     * @return it, or empty where a request must be put into other words
     * @throws io.rlmgateway.api.FailureException when no upstream of that name is configured
     */
    default Optional<Relay> relay(String model) {
        return Optional.empty();
    }

    /**
     * What is known about a model.
     *
     * @param model the model as configured, {@code upstream/name}
     * @return its facts, those of a careful default for a model that is not known
     * @throws io.rlmgateway.api.FailureException when no upstream of that name is configured
     */
    ModelFacts facts(String model);

    /**
     * Parameters that have no effect on a model beside the others of a call.
     *
     * @param model the model, {@code upstream/name}
     * @param parameters the call's parameters, by their OpenAI names
     * @return names of such parameters, whether the call has them or not
     */
    default Set<String> ignored(String model, Map<String, Object> parameters) {
        return Set.of();
    }

    /**
     * An upper estimate of a prompt's tokens, which the reported usage later corrects.
     *
     * @param model the model as configured
     * @param messages the prompt
     * @return tokens
     */
    long tokens(String model, List<Message> messages);

    /** {@return the names of the configured upstreams that can be used: {@code demo}, and those with a key or base URL} */
    List<String> upstreams();

    /**
     * Where calls stand that wait for their turn at an upstream.
     *
     * @param share in whose name they wait
     * @return how many wait, and how many others go before them
     */
    default QueuePlace place(ModelRequest.Share share) {
        return QueuePlace.NONE;
    }

    /** {@return what goes on at each model that was asked since the start} */
    default List<UpstreamLoad> load() {
        return List.of();
    }
}
