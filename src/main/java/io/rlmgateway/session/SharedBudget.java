package io.rlmgateway.session;

import io.rlmgateway.session.Budget.Spent;
import io.rlmgateway.upstream.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the budgets of a tree's sessions share besides the pot: the clock, the lock, the counts. */
final class SharedBudget {

    final WorkTime time;

    /** Guards the fields below and all pots of the tree. */
    final ReentrantLock lock = new ReentrantLock();

    final Condition changed = lock.newCondition();
    final Map<String, TokenUsage> models = new LinkedHashMap<>();

    /** Places of calls in flight; taken before a reservation, so that many that wait do not wake each other. */
    final Semaphore places;

    boolean costKnown = true;
    int turns;
    int waiting;
    int depth;

    SharedBudget(int concurrency, WorkTime time) {
        this.time = time;
        this.places = new Semaphore(concurrency, true);
    }

    /** Books what a run had used before it was broken off, but for its turns. */
    void spend(Spent earlier) {
        models.putAll(earlier.models());
        costKnown = earlier.costUsd() != null;
        depth = earlier.depth();
    }
}
