package io.rlmgateway.access;

import io.rlmgateway.access.AnsweredRequest.Way;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one question uses, booked on its key as it is spent. */
public final class Tab implements Purse, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tab.class);

    private final KeyAccount account;
    private final Caller caller;
    private final String model;
    private final Surroundings surroundings;
    private final Instant admitted;
    private final AtomicInteger subCalls = new AtomicInteger();
    private long counted;
    private Spent spent = Spent.NOTHING;
    private @Nullable String mode;
    private List<String> runs = List.of();
    private String outcome = "internal_error";
    private long reasoning = -1;
    private boolean closed;
    private volatile boolean isShort;

    Tab(KeyAccount account, Caller caller, String model, long counted, Surroundings surroundings) {
        this.account = account;
        this.caller = caller;
        this.model = model;
        this.counted = counted;
        this.surroundings = surroundings;
        this.admitted = surroundings.clock().instant();
    }

    record Surroundings(InstantSource clock, List<RequestListener> listeners) {}

    @Override
    public boolean isLimited() {
        return caller.limits().ofMoney();
    }

    @Override
    public double leftUsd() {
        return isLimited() ? MoneyPeriod.usd(account.left(caller.limits(), now())) : Double.MAX_VALUE;
    }

    @Override
    public boolean reserve(double usd) {
        boolean reserved = !isLimited() || account.reserve(caller.limits(), MoneyPeriod.pico(usd), now());
        if (!reserved) {
            isShort = true;
        }
        return reserved;
    }

    @Override
    public void giveBack(double usd) {
        if (isLimited()) {
            account.giveBack(MoneyPeriod.pico(usd));
        }
    }

    @Override
    public synchronized void spend(Spent call) {
        spent = spent.plus(call);
        // tokens that were counted at the beginning are used first
        long further = Math.max(0, call.tokens() - counted);
        counted = Math.max(0, counted - call.tokens());
        account.spend(further, MoneyPeriod.pico(call.knownCostUsd()), now());
    }

    /** {@return whether there ever was less money than was to be reserved} */
    public boolean wasShort() {
        return isShort;
    }

    /**
     * It was decided how the question is answered.
     *
     * @param way {@code direct} or {@code rlm}
     * @param sessions the runs of its sessions; empty for a direct answer
     */
    public void routed(String way, List<String> sessions) {
        remember(way, sessions);
        if (!sessions.isEmpty()) {
            BegunRequest begun = new BegunRequest(caller, model, sessions, admitted);
            surroundings.listeners().forEach(listener -> tell(() -> listener.begun(begun)));
        }
    }

    private synchronized void remember(String way, List<String> sessions) {
        mode = way;
        runs = List.copyOf(sessions);
    }

    /**
     * The question has an answer.
     *
     * @param ofSession sub-calls that its session made
     * @param reasoningTokens tokens of replies that the client does not see, as it is told; less than 0 when that is unknown
     */
    public synchronized void answered(int ofSession, long reasoningTokens) {
        outcome = AnsweredRequest.ANSWERED;
        subCalls.set(ofSession);
        reasoning = reasoningTokens;
    }

    /**
     * The question has no answer.
     *
     * @param why the kind of failure
     */
    public synchronized void failed(String why) {
        outcome = why;
    }

    /** The question is over. What is spent later, by calls that could not be stopped, is still booked on the key. */
    @Override
    public void close() {
        AnsweredRequest request = end();
        if (request != null) {
            surroundings.listeners().forEach(listener -> tell(() -> listener.ended(request)));
        }
    }

    private synchronized @Nullable AnsweredRequest end() {
        if (closed) {
            return null;
        }
        closed = true;
        Instant now = now();
        account.end(counted, admitted, now);
        counted = 0;
        return new AnsweredRequest(
                caller,
                model,
                new Way(mode, subCalls.get(), runs),
                reasoning < 0 ? spent : spent.withReasoning(reasoning),
                Duration.between(admitted, now),
                outcome,
                now);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("A listener of requests failed", e);
        }
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
