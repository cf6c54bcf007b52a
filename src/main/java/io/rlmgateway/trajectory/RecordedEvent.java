package io.rlmgateway.trajectory;

import java.time.Instant;

/**
 * An event as it stands in the journal.
 *
 * @param sequence position in the run, counted from 1; a number is missing where an event could not be stored
 * @param at when it was recorded
 * @param session number of the session in the run, 0 for the root
 * @param event the step
 */
public record RecordedEvent(long sequence, Instant at, int session, Event event) {

    /** {@return whether it ends the run} */
    public boolean endsRun() {
        return session == 0 && event instanceof Event.Ending;
    }
}
