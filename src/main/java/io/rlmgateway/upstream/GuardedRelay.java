package io.rlmgateway.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes requests on within the limits of their upstream, and again while nothing of an answer was passed back. */
final class GuardedRelay implements Relay {

    private final GuardedUpstream upstream;
    private final Time time;
    private final String model;

    /**
     * A relay to a model.
     *
     * @param upstream where it is
     * @param time what it goes by
     * @param model its name there
     */
    GuardedRelay(GuardedUpstream upstream, Time time, String model) {
        this.upstream = upstream;
        this.time = time;
        this.model = model;
    }

    @Override
    public Relayed pass(RelayRequest request, RelayReceiver receiver) {
        return pass(request, new PassedBack(receiver), null);
    }

    /**
     * Passes a request on as {@link Relay#pass} says.
     *
     * @param request the request
     * @param receiver takes the answer
     * @param patience how long it waits for its turn, or null
     * @return what is known of the answer
     */
    Relayed pass(RelayRequest request, PassedBack receiver, @Nullable Duration patience) {
        GuardedCall call = new GuardedCall(
                model, request.share(), () -> TokenEstimate.ofBody(request.body()), () -> !receiver.any(), patience);
        return upstream.attempt(call, request.timeout(), admission -> {
            if (!request.answer().stream()) {
                admission.inOnePiece();
            }
            Relay raw = admission.upstream().relay().orElseThrow();
            Relayed relayed = raw.pass(request.withModel(admission.model()), new Attempted(receiver, admission, time));
            admission.used(relayed.usage().total());
            admission.told(RateLimits.of(relayed.limits()));
            return relayed;
        });
    }

    private record Attempted(RelayReceiver receiver, Admission admission, Time time) implements RelayReceiver {

        @Override
        public void whole(List<ByteBuffer> json) {
            receiver.whole(json);
        }

        @Override
        public void events(ByteBuffer events) {
            receiver.events(events);
        }

        @Override
        public void alive() {
            admission.alive(time.nanos());
        }

        @Override
        public void brokeOff(TokenUsage sofar) {
            admission.used(sofar.total());
            receiver.brokeOff(sofar);
        }
    }
}
