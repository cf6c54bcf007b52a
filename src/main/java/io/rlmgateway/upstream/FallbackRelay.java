package io.rlmgateway.upstream;

import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to a model and, while nothing of an answer was passed back, to those that answer in its place. */
final class FallbackRelay implements Relay {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackRelay.class);

    private final Time time;
    private final Ways ways;
    private final List<String> others;
    private final @Nullable Duration patience;

    /** Ways to models. */
    interface Ways {

        /**
         * Passes a request on to the model that it names.
         *
         * @param request the request
         * @param receiver takes the answer
         * @param patience how long it waits for its turn, or null
         * @return what is known of the answer
         */
        Relayed pass(RelayRequest request, PassedBack receiver, @Nullable Duration patience);

        /**
         * The request to the next model that may do better after a failure.
         *
         * @param failed the failure
         * @param request as it was passed on
         * @param others who answers in the place of others, of which it takes out those that it looks at
         * @return the request, or null when there is none
         */
        @Nullable
        RelayRequest next(FailureException failed, RelayRequest request, List<String> others);
    }

    /**
     * A relay to a model that others answer for.
     *
     * @param time what it goes by
     * @param ways ways to models
     * @param others the others, in order
     * @param patience how long a call waits for its turn before another model is asked, or null
     */
    FallbackRelay(Time time, Ways ways, List<String> others, @Nullable Duration patience) {
        this.time = time;
        this.ways = ways;
        this.others = List.copyOf(others);
        this.patience = patience;
    }

    @Override
    public Relayed pass(RelayRequest request, RelayReceiver receiver) {
        PassedBack passed = new PassedBack(receiver);
        List<String> left = new ArrayList<>(others);
        long end = time.nanos() + request.timeout().toNanos();
        RelayRequest current = request;
        while (true) {
            try {
                return ways.pass(current, passed, left.isEmpty() ? null : patience);
            } catch (FailureException e) {
                RelayRequest next = passed.any() || time.nanos() >= end ? null : ways.next(e, current, left);
                if (next == null) {
                    throw e;
                }
                LOG.info("{} answers in the place of {}: {}", next.model(), current.model(), e.getMessage());
                receiver.askedInstead(next.model());
                current = next.within(Duration.ofNanos(end - time.nanos()));
            }
        }
    }
}
