package io.rlmgateway.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One sending of a request, as long as its client waits for the reply; one run may see several of them. */
public final class Sending {

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean lost;
    private volatile long end;

    /** A sending that has just arrived. */
    public Sending() {
        // its client waits
    }

    /** The client has its reply, or a failure that says so. Does nothing when the client was lost before. */
    public void served() {
        end(false);
    }

    /** The client is gone, or its connection was cut. Does nothing when it has its reply. */
    public void lost() {
        end(true);
    }

    private synchronized void end(boolean without) {
        if (over.getCount() > 0) {
            lost = without;
            end = System.nanoTime();
            over.countDown();
        }
    }

    /** {@return whether the client went without a reply} */
    boolean isLost() {
        return lost;
    }

    /** {@return whether the client has not waited any more for so long} */
    boolean isOverFor(Duration time) {
        return over.getCount() == 0 && System.nanoTime() - end >= time.toNanos();
    }

    /** Waits until the client waits no more; tells whether it came to that. */
    boolean awaitEnd(Duration patience) {
        try {
            return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
