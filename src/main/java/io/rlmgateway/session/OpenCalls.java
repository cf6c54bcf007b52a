package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * What a run does at the moment, so that it can be broken off with nothing lost that is paid for: from then on nothing
 * begins, running Python is stopped, and calls to models that are in flight may still end for a while.
 */
final class OpenCalls {

    /** How long calls in flight may take to end. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Set<Runnable> cells = new HashSet<>();
    private boolean broken;
    private int inFlight;
    private long end;

    /** Breaks the run off. */
    synchronized void breakOff() {
        if (!broken) {
            broken = true;
            end = System.nanoTime() + PATIENCE.toNanos();
            notifyAll();
        }
        halt();
    }

    /** Stops the cells that run; one that is just about to start may need it again. */
    synchronized void halt() {
        cells.forEach(Runnable::run);
    }

    synchronized boolean isBroken() {
        return broken;
    }

    /** {@return whether a step is still recorded when the run was broken off: a reply that is paid for} */
    static boolean isPaid(Event event) {
        return event instanceof Event.ModelReplied
                || event instanceof Event.ReplyBegun
                || (event instanceof Event.SubCallEnded ended && ended.reply() != null);
    }

    /**
     * Refuses what begins.
     *
     * @throws CancellationException when the run was broken off
     */
    synchronized void check() {
        if (broken) {
            throw new CancellationException("the run was broken off");
        }
    }

    /** A call to a model begins. */
    synchronized void begin() {
        check();
        inFlight++;
    }

    /** A call to a model, and the recording of its reply, has ended. */
    synchronized void end() {
        inFlight--;
        notifyAll();
    }

    /** A cell is about to run. */
    synchronized void cellBegins(Runnable halt) {
        check();
        cells.add(halt);
    }

    /**
     * A cell has ended. When the run was broken off, this waits for its calls.
     *
     * @throws CancellationException when the run was broken off
     */
    synchronized void cellEnds(Runnable halt) {
        cells.remove(halt);
        try {
            while (broken && inFlight > 0 && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check();
    }
}
