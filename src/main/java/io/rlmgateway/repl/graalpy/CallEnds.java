package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.ReplFunction.Placed;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The calls that ended, in the order in which Python gets to know of it: that of their places, or as they come. */
final class CallEnds {

    private final Map<Long, CallEnd> waiting = new HashMap<>();
    private long next;
    private long last;
    private boolean closed;

    /**
     * How a call ended.
     *
     * @param number the call
     * @param result what came of it
     */
    record CallEnd(long number, @Nullable Object result) {}

    /** A call ended. All results of a session have a place, or none has. */
    synchronized void add(CallEnd end) {
        long place = end.result() instanceof Placed placed ? placed.place() : last++;
        waiting.put(place, end);
        notifyAll();
    }

    /**
     * Waits for the next one.
     *
     * @throws CancellationException when there will be none
     */
    synchronized CallEnd next() throws InterruptedException {
        while (!closed && !waiting.containsKey(next)) {
            wait();
        }
        CallEnd end = waiting.remove(next);
        if (end == null) {
            throw new CancellationException("stopped");
        }
        next++;
        return end;
    }

    /** Nobody is interested any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
