package io.rlmgateway.trajectory;

/** Hears of every event once it is stored; beans of it are found. */
public interface RunListener {

    /**
     * An event was stored. Called in order for each run, on a thread that must not be held up.
     *
     * @param run the run as it was when the event was recorded
     * @param event the event
     */
    void recorded(Run run, RecordedEvent event);
}
