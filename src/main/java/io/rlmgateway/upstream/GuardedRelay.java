package io.rlmgateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

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
        Passed passed = new Passed();
        GuardedCall call = new GuardedCall(
                model, request.share(), () -> TokenEstimate.ofBody(request.body()), () -> !passed.any, null);
        return upstream.attempt(call, request.timeout(), admission -> {
            if (!request.answer().stream()) {
                admission.inOnePiece();
            }
            Relay raw = admission.upstream().relay().orElseThrow();
            Relayed relayed =
                    raw.pass(request.withModel(admission.model()), new Attempted(receiver, passed, admission, time));
            admission.used(relayed.usage().total());
            admission.told(RateLimits.of(relayed.limits()));
            return relayed;
        });
    }

    /** Whether anything was passed back; used on one thread. */
    private static final class Passed {

        private boolean any;
    }

    private record Attempted(RelayReceiver receiver, Passed passed, Admission admission, Time time)
            implements RelayReceiver {

        @Override
        public void whole(List<ByteBuffer> json) {
            passed.any = true;
            receiver.whole(json);
        }

        @Override
        public void events(ByteBuffer events) {
            passed.any = true;
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
