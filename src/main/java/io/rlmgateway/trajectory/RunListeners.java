package io.rlmgateway.trajectory;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners as one. */
final class RunListeners {

    private static final Logger LOG = LoggerFactory.getLogger(RunListeners.class);

    private final Supplier<List<RunListener>> listeners;

    /**
     * Joins listeners.
     *
     * @param listeners asked at the first event, so that a listener may itself need the journal
     */
    RunListeners(Supplier<List<RunListener>> listeners) {
        this.listeners = listeners;
    }

    void recorded(Run run, RecordedEvent event) {
        for (RunListener listener : listeners.get()) {
            try {
                listener.recorded(run, event);
            } catch (RuntimeException e) {
                LOG.error("A listener failed at event {} of run {}", event.sequence(), run.id(), e);
            }
        }
    }

    /** Unlike an event's, a deletion's exception reaches the caller, who keeps the run. */
    void deleting(Run run) {
        listeners.get().forEach(listener -> listener.deleting(run));
    }
}
