package io.rlmgateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

/** Hands an answer on, and knows whether something of one was. Used on one thread. */
final class PassedBack implements RelayReceiver {

    private final RelayReceiver receiver;
    private boolean any;

    /** @param receiver takes the answer */
    PassedBack(RelayReceiver receiver) {
        this.receiver = receiver;
    }

    /** {@return whether something of an answer was handed on, so that no other can take its place} */
    boolean any() {
        return any;
    }

    @Override
    public void whole(List<ByteBuffer> json) {
        any = true;
        receiver.whole(json);
    }

    @Override
    public void events(ByteBuffer events) {
        any = true;
        receiver.events(events);
    }

    @Override
    public void alive() {
        receiver.alive();
    }

    @Override
    public void brokeOff(TokenUsage sofar) {
        receiver.brokeOff(sofar);
    }

    @Override
    public void askedInstead(String model) {
        receiver.askedInstead(model);
    }
}
