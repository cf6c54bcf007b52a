package io.rlmgateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;

/** Takes an upstream's answer; called on the thread that relays. Once something was taken, nothing is tried again. */
public interface RelayReceiver {

    /**
     * Takes a whole answer that is no stream.
     *
     * @param json a {@code chat.completion}, in pieces of UTF-8
     */
    void whole(List<ByteBuffer> json);

    /**
     * Takes the next events of a stream, whole ones, each {@code data: }, one line of JSON or {@code [DONE]}, and two line
     * feeds.
     *
     * @param events in UTF-8, of which no other use is made
     */
    void events(ByteBuffer events);

    /**
     * Another model is asked in the place of the one that was. Only while nothing was taken.
     *
     * @param model as configured, {@code upstream/name}
     */
    default void askedInstead(String model) {}

    /** Something came, be it nothing that is passed on: the upstream is at work. */
    default void alive() {}

    /**
     * A stream of which something was taken breaks off; the failure follows.
     *
     * @param sofar an estimate of the tokens until then, or what the upstream told
     */
    default void brokeOff(TokenUsage sofar) {}
}
