package io.rlmgateway.repl.replay;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stops from other threads whatever a session does at the moment: a cell, a rebuild, a wait for an interpreter. */
final class StopSwitch {

    private @Nullable String reason;
    private @Nullable Consumer<String> stopper;
    private boolean closed;
    private volatile boolean halted;

    /** The session was told to stop what it does. */
    static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        StoppedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** Something new begins, which was not told to stop yet. */
    synchronized void reset() {
        if (!closed) {
            reason = null;
        }
    }

    /**
     * Does something that can be stopped.
     *
     * @param how stops it, without waiting
     * @throws StoppedException when the session was told to stop before
     */
    <T> T during(Consumer<String> how, Supplier<T> action) {
        synchronized (this) {
            if (reason != null) {
                throw new StoppedException(reason);
            }
            stopper = how;
        }
        try {
            return action.get();
        } finally {
            synchronized (this) {
                stopper = null;
            }
        }
    }

    /**
     * Stops what is done; the first reason counts.
     *
     * @param why for a model to read
     */
    synchronized void stop(String why) {
        if (reason == null) {
            reason = why;
        }
        if (stopper != null) {
            stopper.accept(reason);
        }
    }

    /**
     * Stops what is done, but leaves to others what it has begun.
     *
     * @param why for a model to read
     */
    synchronized void halt(String why) {
        halted = true;
        stop(why);
    }

    /** Does something unless what was done was to be halted only. */
    void unlessHalted(Runnable action) {
        if (!halted) {
            action.run();
        }
    }

    /** Stops what is done, and all that is yet to be done. */
    synchronized void close() {
        closed = true;
        stop("the session was closed");
    }

    /** {@return why what is done must stop, or null} */
    synchronized @Nullable String reason() {
        return reason;
    }

    synchronized boolean closed() {
        return closed;
    }
}
