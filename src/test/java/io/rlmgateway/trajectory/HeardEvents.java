package io.rlmgateway.trajectory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A listener that remembers. */
final class HeardEvents implements RunListener {

    private record Heard(Run run, RecordedEvent event) {}

    private final List<Heard> heard = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final Set<Event> failing = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    @Override
    public synchronized void recorded(Run run, RecordedEvent event) {
        if (failing.contains(event.event())) {
            throw new IllegalStateException("a listener's defect");
        }
        heard.add(new Heard(run, event));
    }

    @Override
    public synchronized void deleting(Run run) {
        if (refused.contains(run.id())) {
            throw new IllegalStateException("something of the run cannot be deleted");
        }
        deleted.add(run.id());
    }

    synchronized void failOn(Event event) {
        failing.add(event);
    }

    synchronized void refuseDeletionOf(String run) {
        refused.add(run);
    }

    synchronized List<RecordedEvent> of(String run) {
        return heard.stream()
                .filter(entry -> entry.run().id().equals(run))
                .map(Heard::event)
                .toList();
    }

    synchronized Run lastRun(String run) {
        return heard.stream()
                .map(Heard::run)
                .filter(entry -> entry.id().equals(run))
                .toList()
                .getLast();
    }

    synchronized List<String> deleted() {
        return List.copyOf(deleted);
    }
}
