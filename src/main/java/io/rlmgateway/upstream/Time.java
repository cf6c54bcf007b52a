package io.rlmgateway.upstream;

import java.time.Duration;

/** How this module counts time and waits, so that a test can be the one who lets it pass. */
interface Time {

    /** {@return nanoseconds since some moment} */
    long nanos();

    /**
     * Waits.
     *
     * @param time how long
     * @throws InterruptedException when the thread is interrupted
     */
    void pause(Duration time) throws InterruptedException;

    /** {@return a signal that nobody gave yet} */
    Signal signal();

    /**
     * Runs something later, on a thread that it must not keep.
     *
     * @param after how much later
     * @param action what to run
     * @return the alarm
     */
    Alarm alarm(Duration after, Runnable action);

    /**
     * Does something on a thread of its own.
     *
     * @param task what
     */
    void fork(Runnable task);

    /** {@return the time of the clock on the wall} */
    static Time system() {
        return SystemTime.INSTANCE;
    }

    /** Something that one thread waits for and another one gives, once. */
    interface Signal {

        /** Ends the wait, also one that has not begun. */
        void give();

        /**
         * Waits for it.
         *
         * @param most how long at most
         * @return whether it was given
         * @throws InterruptedException when the thread is interrupted
         */
        boolean await(Duration most) throws InterruptedException;
    }

    /** Something that will run. */
    interface Alarm {

        /** Takes it back, unless it has begun. */
        void cancel();
    }
}
