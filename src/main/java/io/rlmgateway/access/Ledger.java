package io.rlmgateway.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps every key within its limits: requests and tokens a minute, questions at once, money a day and a month. */
public final class Ledger {

    private final Map<String, KeyAccount> accounts = new ConcurrentHashMap<>();
    private final Supplier<@Nullable SpendingHistory> history;
    private final Supplier<List<RequestListener>> listeners;
    private final InstantSource clock;

    Ledger(
            Supplier<@Nullable SpendingHistory> history,
            Supplier<List<RequestListener>> listeners,
            InstantSource clock) {
        this.history = history;
        this.listeners = listeners;
        this.clock = clock;
    }

    /**
     * Admits a question.
     *
     * @param caller who asks
     * @param model the served model as named
     * @param tokens that it will use at least, as far as can be told; they are corrected when it is over
     * @return where what it uses is booked; to be closed when it is over
     * @throws io.rlmgateway.api.FailureException when a limit of the key does not allow it
     */
    public Tab open(Caller caller, String model, long tokens) {
        KeyAccount account = account(caller);
        long counted = account.admit(caller.limits(), tokens, clock.instant());
        return new Tab(account, caller, model, counted, new Tab.Surroundings(clock, listeners.get()));
    }

    /**
     * Where a key's limits of a minute stand.
     *
     * @param caller who holds it
     * @return where they stand
     */
    public RateLimits stand(Caller caller) {
        return account(caller).stand(caller.limits(), clock.instant());
    }

    private KeyAccount account(Caller caller) {
        // most callers are known, and a computing look-up locks
        KeyAccount account = accounts.get(caller.keyId());
        return account == null
                ? accounts.computeIfAbsent(caller.keyId(), id -> new KeyAccount(id, history.get(), clock.instant()))
                : account;
    }
}
