package io.rlmgateway.trajectory;

import java.time.Instant;

/** The journal of one running run; any thread may record. */
public interface Trajectory {

    /** {@return the run's id} */
    String run();

    /**
     * Allots a number to a child session.
     *
     * @return the next number, from 1
     */
    int nextSession();

    /**
     * Stores an event; it is durable against a crash of the service when this returns, and the events that end a run
     * against a crash of the machine too. {@code Answered}, {@code Failed} and {@code Cancelled} of session 0 end the
     * run. An interrupt does not cut the storing short, so that a cancelled session can still record its end.
     *
     * @param session number of the session in the run, 0 for the root
     * @param event the step
     * @return when it happened, as the journal has it
     * @throws io.rlmgateway.api.FailureException when it cannot be stored, or the run has ended
     */
    Instant record(int session, Event event);

    /**
     * Stores an event without waiting: it is durable when any event is that is recorded after it.
     *
     * @param session number of the session in the run, 0 for the root
     * @param event the step, which ends nothing
     * @return when it happened, as the journal has it
     * @throws io.rlmgateway.api.FailureException when the run has ended, or the journal is closed
     */
    Instant note(int session, Event event);

    /** Nobody here works on the run any more, which has not ended; {@link Trajectories#reopen} goes on with it. */
    void leave();
}
