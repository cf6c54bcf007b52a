package io.rlmgateway.session;

import io.rlmgateway.session.SubCalls.Numbered;
import io.rlmgateway.trajectory.Event.CallId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sub-calls that are begun before Python makes them, because a loop is about to. A call that Python makes takes the one
 * with the same question; what it does not take by the end of the cell is cancelled.
 */
final class CallsAhead {

    private final Function<Numbered, SubAnswer> asker;
    private final Map<Asked, Deque<Ahead>> untaken = new HashMap<>();

    /**
     * No calls yet.
     *
     * @param asker makes a call
     */
    CallsAhead(Function<Numbered, SubAnswer> asker) {
        this.asker = asker;
    }

    /** What tells calls apart. */
    private record Asked(String function, SubQuestion question) {}

    /** A call that Python has not made yet. */
    private final class Ahead {

        private final CallId id;
        private final Asked asked;
        private final Deque<Ahead> later;
        private final CompletableFuture<SubAnswer> reply = new CompletableFuture<>();
        private volatile @Nullable Thread thread;

        Ahead(CallId id, Asked asked, Deque<Ahead> later) {
            this.id = id;
            this.asked = asked;
            this.later = later;
        }

        boolean isBegun() {
            return thread != null;
        }

        void begin() {
            Numbered call = new Numbered(id, asked.function(), asked.question());
            thread = Thread.ofVirtual().name("call-ahead").start(() -> ask(call));
        }

        private void ask(Numbered call) {
            try {
                reply.complete(asker.apply(call));
            } catch (RuntimeException e) {
                reply.completeExceptionally(e);
            } catch (Error e) {
                reply.completeExceptionally(e);
                throw e;
            }
        }

        void cancel() {
            Thread begun = thread;
            if (begun != null) {
                begun.interrupt();
            }
        }

        void awaitEnd() throws InterruptedException {
            Thread begun = thread;
            if (begun != null) {
                begun.join();
            }
        }
    }

    /**
     * Begins calls of a function. Of equal questions only so many are added as there are more of them than wait to be taken already,
     * so that a loop within a loop does not ask twice.
     *
     * @param id of what begins them; each of them has its place there
     * @param window how many at most are begun and not taken
     */
    synchronized void begin(CallId id, String function, List<SubQuestion> questions, int window) {
        Map<Asked, Integer> there = new HashMap<>();
        untaken.forEach((asked, calls) -> there.put(asked, calls.size()));
        Deque<Ahead> later = new ArrayDeque<>();
        for (SubQuestion question : questions) {
            Asked asked = new Asked(function, question);
            if (there.merge(asked, -1, Integer::sum) < 0) {
                Ahead call = new Ahead(new CallId(id.cell(), id.number(), later.size()), asked, later);
                untaken.computeIfAbsent(asked, any -> new ArrayDeque<>()).add(call);
                later.add(call);
            }
        }
        for (int i = 0; i < window && !later.isEmpty(); i++) {
            later.remove().begin();
        }
    }

    /**
     * Takes a call that Python makes now.
     *
     * @return its reply, for which this waits; null when it was not begun
     * @throws CancellationException when the waiting thread is interrupted
     */
    @Nullable
    SubAnswer take(String function, SubQuestion question) {
        Ahead call = remove(new Asked(function, question));
        return call == null || !call.isBegun() ? null : reply(call);
    }

    private synchronized @Nullable Ahead remove(Asked asked) {
        Deque<Ahead> calls = untaken.get(asked);
        if (calls == null) {
            return null;
        }
        Ahead call = calls.remove();
        if (calls.isEmpty()) {
            untaken.remove(asked);
        }
        call.later.remove(call);
        Ahead next = call.later.poll();
        if (next != null) {
            next.begin();
        }
        return call;
    }

    private static SubAnswer reply(Ahead call) {
        try {
            return call.reply.get();
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted in a sub-call");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Cancels what nobody took, and waits until that has ended. */
    void clear() {
        List<Ahead> surplus = forget();
        surplus.forEach(Ahead::cancel);
        try {
            for (Ahead call : surplus) {
                call.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Ahead> forget() {
        List<Ahead> surplus = new ArrayList<>();
        untaken.values().forEach(surplus::addAll);
        untaken.clear();
        surplus.forEach(call -> call.later.clear());
        return surplus;
    }
}
