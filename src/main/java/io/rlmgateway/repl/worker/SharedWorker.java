package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.InterpreterSetup;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker and who is in it. Used under the lock of {@link Workers}, but for {@link #open} and {@link #leave}. */
final class SharedWorker implements WorkerSeat {

    /** Above this share of its heap, after a collection of garbage, a process without sessions is replaced. */
    private static final double MEMORY_MARK = 0.6;

    /** A process whose Python has not started by then may never have one. */
    private static final Duration WARM_WITHIN = Duration.ofSeconds(20);

    private final Worker worker;
    private final WorkerProperties limits;
    private final Instant started;
    private final Consumer<SharedWorker> whenLeft;
    private @Nullable String tenant;
    private boolean alone;
    private int sessions;
    private int served;
    private Instant idleSince;
    private boolean wasWarm;

    SharedWorker(Worker worker, WorkerProperties limits, Instant started, Consumer<SharedWorker> whenLeft) {
        this.worker = worker;
        this.limits = limits;
        this.started = started;
        this.whenLeft = whenLeft;
        idleSince = started;
    }

    Worker worker() {
        return worker;
    }

    Instant started() {
        return started;
    }

    boolean warm() {
        return worker.alive() && worker.state().getWarm() > 0;
    }

    /** {@return whether its Python still starts, which takes all of a processor} */
    synchronized boolean isWarmingUp(Instant now) {
        wasWarm = wasWarm || warm() || served > 0;
        return !wasWarm && worker.alive() && now.isBefore(started.plus(WARM_WITHIN));
    }

    synchronized boolean unused() {
        return tenant == null;
    }

    /** {@return the smaller, the sooner it is to be filled: used ones first, among them the emptiest} */
    synchronized int rank() {
        return tenant == null ? Integer.MAX_VALUE : sessions;
    }

    synchronized boolean idle() {
        return sessions == 0;
    }

    synchronized boolean idleSince(Instant moment) {
        return sessions == 0 && !idleSince.isAfter(moment);
    }

    /** {@return whether its memory is for one session with a large context, so that it is not kept for others} */
    boolean sized() {
        return worker.heap() > limits.workerHeap().toBytes();
    }

    synchronized boolean takes(WorkerNeed need) {
        boolean mayShare = tenant == null || tenant.equals(need.tenant());
        boolean hasRoom = need.alone() ? sessions == 0 : sessions < limits.sessionsPerWorker() && !alone;
        boolean fits = worker.heap() >= need.heap()
                && (!sized() || need.heap() > limits.workerHeap().toBytes());
        return mayShare && hasRoom && fits && !wornOut();
    }

    synchronized void enter(WorkerNeed need) {
        tenant = need.tenant();
        alone = need.alone();
        sessions++;
        served++;
    }

    /** {@return whether no further session may be placed in it; one is in any case, however small its heap} */
    synchronized boolean wornOut() {
        return !worker.sound()
                || served >= limits.sessionsPerWorkerLife()
                || (served > 0 && worker.state().getHeapUsed() > MEMORY_MARK * worker.heap());
    }

    @Override
    public WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException {
        try {
            return worker.open(setup, whenGone);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            worker.kill(null, "the sandbox cannot be reached");
            throw e;
        }
    }

    @Override
    public void leave() {
        whenLeft.accept(this);
    }

    /** A session left. */
    synchronized void left(Instant now) {
        sessions--;
        alone = alone && sessions > 0;
        idleSince = now;
    }
}
