package io.rlmgateway.trajectory;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on one run's events: those in the store first, then those that come, each once. */
final class Follower {

    private static final int EVENTS_OF_A_PAGE = 256;

    private final JournalReader reader;
    private final String run;
    private final Consumer<@Nullable RecordedEvent> listener;
    private long last;

    Follower(JournalReader reader, String run, Consumer<@Nullable RecordedEvent> listener, long after) {
        this.reader = reader;
        this.run = run;
        this.listener = listener;
        this.last = after;
    }

    /**
     * Returns when the run has ended.
     *
     * @param subscription made before the store is read, so that nothing falls between
     * @param silence after how long without an event the listener is told
     */
    void follow(Subscription subscription, Duration silence) throws InterruptedException {
        catchUp();
        boolean more = true;
        while (more) {
            more = pass(subscription.next(silence));
        }
    }

    private boolean pass(Subscription.Next next) {
        switch (next) {
            case Subscription.Next.Fresh(RecordedEvent event) -> pass(event);
            case Subscription.Next.Silence _ -> listener.accept(null);
            case Subscription.Next.Missed _ -> catchUp();
            case Subscription.Next.Ended _ -> {
                // a run that ended before the subscription may have added to the store after it was read
                catchUp();
                return false;
            }
        }
        return true;
    }

    private void catchUp() {
        List<RecordedEvent> page;
        do {
            page = reader.read(store -> store.events(run, last, EVENTS_OF_A_PAGE));
            page.forEach(this::pass);
        } while (page.size() == EVENTS_OF_A_PAGE);
    }

    private void pass(RecordedEvent event) {
        // what was read from the store can also wait in the subscription
        if (event.sequence() > last) {
            last = event.sequence();
            listener.accept(event);
        }
    }
}
