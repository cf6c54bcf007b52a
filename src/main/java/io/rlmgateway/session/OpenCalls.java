package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * What a session does at the moment, so that its run can be broken off with nothing lost that is paid for: from then on
 * nothing begins, running Python is stopped, and calls to models that are in flight may still end for a while.
 */
final class OpenCalls {

    /** How long calls in flight may take to end. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Whole run;

    /** What this session waits for, its children among it; guarded by {@link #run}. */
    private int inFlight;

    /** What all sessions of a run share; guards itself. */
    private static final class Whole {

        private final Set<Runnable> cells = new HashSet<>();
        private boolean broken;
        private long end;
    }

    /** Of a run's first session. */
    OpenCalls() {
        this(new Whole());
    }

    private OpenCalls(Whole run) {
        this.run = run;
    }

    /** {@return those of a child session} */
    OpenCalls child() {
        return new OpenCalls(run);
    }

    /** Breaks the run off. */
    void breakOff() {
        synchronized (run) {
            if (!run.broken) {
                run.broken = true;
                run.end = System.nanoTime() + PATIENCE.toNanos();
                run.notifyAll();
            }
            run.cells.forEach(Runnable::run);
        }
    }

    /** {@return whether this session waits neither for a model nor for a child} */
    boolean isIdle() {
        synchronized (run) {
            return inFlight == 0;
        }
    }

    boolean isBroken() {
        synchronized (run) {
            return run.broken;
        }
    }

    /** {@return whether a step is still recorded when the run was broken off: what is paid for, and what ends it} */
    static boolean isPaid(Event event) {
        return event instanceof Event.ModelReplied
                || event instanceof Event.ReplyBegun
                || event instanceof Event.Answered
                || (event instanceof Event.SubCallEnded ended && ended.usage() != null);
    }

    /**
     * Refuses what begins.
     *
     * @throws CancellationException when the run was broken off
     */
    void check() {
        synchronized (run) {
            if (run.broken) {
                throw new CancellationException("the run was broken off");
            }
        }
    }

    /**
     * A call to a model or a child session begins.
     *
     * @throws CancellationException when the run was broken off
     */
    void begin() {
        synchronized (run) {
            check();
            inFlight++;
        }
    }

    /** A call to a model, with the recording of its reply, or a child session has ended. */
    void end() {
        synchronized (run) {
            inFlight--;
            run.notifyAll();
        }
    }

    /**
     * A cell is about to run.
     *
     * @throws CancellationException when the run was broken off
     */
    void cellBegins(Runnable halt) {
        synchronized (run) {
            check();
            run.cells.add(halt);
        }
    }

    /**
     * A cell has ended. When the run was broken off, this waits for what the session began.
     *
     * @throws CancellationException when the run was broken off
     */
    void cellEnds(Runnable halt) {
        synchronized (run) {
            run.cells.remove(halt);
            try {
                while (run.broken && inFlight > 0 && run.end - System.nanoTime() > 0) {
                    TimeUnit.NANOSECONDS.timedWait(run, run.end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            check();
        }
    }
}
