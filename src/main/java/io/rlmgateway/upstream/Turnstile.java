package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelRequest.Share;
import io.rlmgateway.upstream.UpstreamException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one upstream pass: no more at once than it has places for, no faster than each model takes them, and
 * in fair turns. Who waits is parked; the thread that gives back a place, or the alarm of the next free moment, lets the
 * next one pass.
 */
final class Turnstile {

    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Lines lines;

    /**
     * A turnstile that nobody waits at.
     *
     * @param time what it goes by
     * @param maxConcurrency calls in flight at once, of all models
     * @param opener makes the line of a model
     */
    Turnstile(Time time, int maxConcurrency, Function<String, Line> opener) {
        this.time = time;
        this.lines = new Lines(this, time, maxConcurrency, opener);
    }

    /**
     * Waits for a place.
     *
     * @param call the call
     * @param again whether it was sent before, so that it goes before the others of its member
     * @param remaining how long it may take
     * @return the place, to be given back
     * @throws UpstreamException when its turn does not come in time
     * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException when the upstream is known to be down
     * @throws CancellationException when the thread is interrupted
     */
    Admission enter(GuardedCall call, boolean again, Duration remaining) {
        Duration most = least(remaining, call.patience());
        Waiter waiter = new Waiter(call, time.signal());
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            add(waiter, again, most);
            waiter.signal().await(most);
            return passed(waiter);
        } catch (InterruptedException e) {
            withdraw(waiter);
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /**
     * Gives a place back.
     *
     * @param admission the place
     * @param failure how the attempt failed; null when it was answered
     */
    void leave(Admission admission, @Nullable UpstreamException failure) {
        giveBack(admission, () -> {
            Lane lane = admission.lane();
            if (failure == null) {
                lane.taken(admission.sentAt());
            } else {
                // one that says how much it used was settled by then
                settle(admission, 0);
                lane.failed(failure, admission.sentAt(), lines.arePressed(admission.line()));
            }
            if (admission.judge()) {
                if (failure == null) {
                    lane.circuit().answered();
                } else {
                    lane.circuit().failed(failure);
                }
            }
        });
    }

    /** Gives a place back whose attempt showed nothing of the upstream. */
    void abandon(Admission admission) {
        giveBack(admission, () -> {
            if (!admission.isAlive()) {
                settle(admission, 0);
            }
            if (admission.judge()) {
                admission.lane().circuit().toldNothing();
            }
        });
    }

    /** Whatever goes wrong with what is learned, the place is free again. */
    private void giveBack(Admission admission, Runnable learn) {
        locked(() -> {
            try {
                learn.run();
            } finally {
                lines.free(admission);
            }
        });
    }

    /** Something came from the upstream: its circuit need not wait for the end of the reply. */
    void alive(Admission admission) {
        locked(() -> {
            if (admission.judge()) {
                admission.lane().circuit().answered();
                lines.pump();
            }
        });
    }

    /** The upstream said something of its limits. */
    void told(Admission admission, RateLimits limits) {
        locked(() -> admission.lane().told(limits));
    }

    /** A call used so many tokens. */
    void used(Admission admission, long tokens) {
        locked(() -> settle(admission, tokens));
    }

    private static void settle(Admission admission, long tokens) {
        if (admission.settle()) {
            admission.lane().used(tokens, admission.counted());
        }
    }

    /** {@return where the calls of a member stand} */
    QueuePlace place(Share share) {
        lock.lock();
        try {
            return lines.stream().map(line -> line.queue().place(share)).reduce(QueuePlace.NONE, QueuePlace::plus);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads all lines.
     *
     * @param reading what to read of one
     * @param <T> what is read
     * @return what was read
     */
    <T> List<T> read(Function<Line, T> reading) {
        lock.lock();
        try {
            return lines.stream().map(reading).toList();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether a key of a model's endpoints is left that was not refused lately} */
    boolean hasFreshKey(String model) {
        lock.lock();
        try {
            Line line = lines.get(model);
            return line != null && !line.lanes().stream().allMatch(Lane::rests);
        } finally {
            lock.unlock();
        }
    }

    /** {@return refusals for too many calls to a model since it took one} */
    int refusedInRow(String model) {
        lock.lock();
        try {
            Line line = lines.get(model);
            return line == null ? 0 : line.refusedInRow();
        } finally {
            lock.unlock();
        }
    }

    /** {@return nanoseconds for which a model of the upstream wants no call; 0 or less for none} */
    long nanosHeld(String model) {
        lock.lock();
        try {
            Line line = lines.get(model);
            return line == null ? 0 : line.nanosHeld();
        } finally {
            lock.unlock();
        }
    }

    /** {@return calls in flight} */
    int inFlight() {
        return lines.inFlight();
    }

    private void add(Waiter waiter, boolean again, Duration most) {
        locked(() -> {
            GuardedCall call = waiter.call();
            Line line = lines.open(call.model());
            long held = line.nanosHeld();
            if (held > most.toNanos()) {
                throw tooMany(line, Duration.ofNanos(held));
            }
            if (again) {
                line.queue().addFirst(call.share(), waiter);
            } else {
                line.queue().addLast(call.share(), waiter);
            }
            lines.pump();
        });
    }

    /** The moment came at which a line may move. */
    void rung() {
        locked(lines::pump);
    }

    private Admission passed(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.refusal() != null) {
                throw waiter.refusal();
            }
            Admission admission = waiter.admission();
            if (admission != null) {
                return admission;
            }
            GuardedCall call = waiter.call();
            Line line = lines.open(call.model());
            line.queue().remove(call.share(), waiter);
            throw tooMany(line, null);
        } finally {
            lock.unlock();
        }
    }

    private static UpstreamException tooMany(Line line, @Nullable Duration retryAfter) {
        UpstreamException last = line.refusal();
        String words = last == null ? "too many calls wait for it" : String.valueOf(last.getMessage());
        return new UpstreamException(Kind.RATE_LIMITED, words, retryAfter, last);
    }

    private void withdraw(Waiter waiter) {
        locked(() -> {
            Line line = lines.get(waiter.call().model());
            if (line != null) {
                line.queue().remove(waiter.call().share(), waiter);
            }
            // it may have come while the thread was being interrupted
            if (waiter.admission() != null) {
                abandon(waiter.admission());
            }
        });
    }

    private static Duration least(Duration one, @Nullable Duration other) {
        return other == null || one.compareTo(other) < 0 ? one : other;
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
