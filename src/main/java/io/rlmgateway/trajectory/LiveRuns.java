package io.rlmgateway.trajectory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The runs that are going on in this process, and who follows them. */
final class LiveRuns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<Subscription>> runs = new HashMap<>();

    /** {@return false when it is going on here already} */
    boolean begin(String run) {
        lock.lock();
        try {
            return runs.putIfAbsent(run, new HashSet<>()) == null;
        } finally {
            lock.unlock();
        }
    }

    /** {@return a view of a run; of one that is not going on here, a view that has ended} */
    Subscription subscribe(String run) {
        Subscription subscription = new Subscription();
        locked(() -> {
            Set<Subscription> followers = runs.get(run);
            if (followers == null) {
                subscription.end();
            } else {
                followers.add(subscription);
            }
        });
        return subscription;
    }

    void unsubscribe(String run, Subscription subscription) {
        locked(() -> runs.getOrDefault(run, new HashSet<>()).remove(subscription));
    }

    void publish(String run, RecordedEvent event) {
        locked(() -> runs.getOrDefault(run, Set.of()).forEach(follower -> follower.offer(event)));
    }

    void end(String run) {
        locked(() -> {
            Set<Subscription> followers = runs.remove(run);
            if (followers != null) {
                followers.forEach(Subscription::end);
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
