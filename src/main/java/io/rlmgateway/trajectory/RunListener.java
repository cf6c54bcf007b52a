package io.rlmgateway.trajectory;

/** Hears of every event once it is stored, and of runs that are deleted; beans of it are found. */
public interface RunListener {

    /**
     * An event was stored. Called in order for each run, on the one thread that stores events, which must not be held
     * up. An exception is logged and goes no further.
     *
     * @param run the run as it was when the event was recorded; with the event that ends it, the ended run
     * @param event the event
     */
    void recorded(Run run, RecordedEvent event);

    /**
     * An ended run is about to be deleted, on request or by age: what belongs to it alone can go too. Called on a thread
     * that may take its time. An exception keeps the run; it is tried again with the next clearance.
     *
     * @param run the run
     */
    default void deleting(Run run) {
        // most listeners keep nothing of a run
    }
}
